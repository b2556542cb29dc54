import CanonicalJSON
import CivilTime
import Wording

/// Members of which a request says something, or nothing: what it leaves out stays, what it gives as null is emptied.
extension RequestCoder {
    mutating func said(_ key: String, _ said: inout Said<String>) throws(Failure) {
        try self.said(key, &said) { coder, line throws(Failure) in try coder.line(key, &line) }
    }

    mutating func said(
        _ key: String, _ said: inout Said<CivilDate>, since first: Int = CivilDate.firstYear
    ) throws(Failure) {
        try self.said(key, &said) { coder, day throws(Failure) in try coder.day(key, &day, since: first) }
    }

    /// A member that is gone through as it would be if it were optional.
    mutating func said<Value>(
        _ key: String, _ said: inout Said<Value>,
        _ member: (inout RequestCoder, inout Value?) throws(Failure) -> Void
    ) throws(Failure) {
        guard notes == nil else {
            var value: Value?
            return try member(&self, &value)
        }
        guard isReading else {
            switch said {
            case .nothing: break
            case .none: object[key] = .null
            case .value(let value):
                var value: Value? = value
                try member(&self, &value)
            }
            return
        }
        let isNamed = object[key] != nil
        var value: Value?
        try member(&self, &value)
        said = Said(isNamed: isNamed, value)
    }

    /// A map of texts of which only those that it names change, and where a null empties what it stands for. A null in place of the map
    /// would empty them all, and is more often a program's way to say nothing: it is refused.
    mutating func said(_ key: String, _ said: inout Said<[String: String?]>) throws(Failure) {
        var told: [String: String?]?
        if tells(key, .map(.text), &told, as: nil) { return }
        guard isReading else {
            guard case .value(let texts) = said else { return }
            object[key] = .object(
                JSONObject(texts.map { JSONObject.Member(key: $0.key, value: $0.value.map { .string($0) } ?? .null) }))
            return
        }
        let isNamed = object[key] != nil
        var given: JSONObject?
        try object(key, &given)
        guard let given else {
            guard !isNamed else {
                throw wrong(
                    key,
                    "null would empty them all; leave it out to keep them, or give null for each one to empty, as "
                        + "{\"group\":null}")
            }
            said = .nothing
            return
        }
        var texts: [String: String?] = [:]
        for member in given.members {
            guard member.value.isNull || member.value.string != nil else {
                throw wrong(key, "\"\(member.key)\" must be text")
            }
            texts.updateValue(member.value.string?.trimmed, forKey: member.key)
        }
        said = .value(texts)
    }
}
