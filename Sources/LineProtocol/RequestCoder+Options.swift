package import CivilTime

/// Options of a line; the parser has checked that a number is one.
extension RequestCoder {
    mutating func option(_ name: String, _ value: inout String?) {
        if isReading { value = options[name] } else { options[name] = value }
    }

    mutating func option(_ name: String, _ value: inout Int?) {
        if isReading { value = request.integer(name).map { Int($0) } } else { options[name] = value.map { String($0) } }
    }

    /// `true` or `false`; false where it is left out.
    mutating func option(_ name: String, _ value: inout Bool) throws(Failure) {
        tells(option: name, .flag)
        guard isReading else {
            if value { options[name] = "true" }
            return
        }
        switch options[name] {
        case "true": value = true
        case "false", nil: value = false
        default: throw wrong(name, "write true or false")
        }
    }

    mutating func option(_ name: String, _ value: inout CivilDate?) throws(Failure) {
        tells(option: name, .day)
        guard isReading else {
            options[name] = value?.description
            return
        }
        value = nil
        if let text = options[name] { value = try CivilDate(asked: text, name, since: 1) }
    }

    mutating func option(_ name: String, _ value: inout Instant?) throws(Failure) {
        tells(option: name, .instant)
        guard isReading else {
            options[name] = value?.description
            return
        }
        value = nil
        if let text = options[name] { value = try Instant(asked: text, name) }
    }

    /// Words with commas between.
    mutating func option(_ name: String, _ value: inout [String]?) {
        tells(option: name, .list(.text))
        if isReading {
            value = options[name].map { $0.split(separator: ",").map(String.init) }
        } else {
            options[name] = value?.joined(separator: ",")
        }
    }
}

extension CivilDate {
    /// Reads a day as a request gives it, not before a year that can be meant.
    package init(asked text: String, _ key: String, since first: Int = CivilDate.firstYear) throws(Failure) {
        guard let day = CivilDate(text) else {
            throw .wrong(key, "\"\(text.prefix(40))\" is not a valid date; write it as 2026-03-01")
        }
        guard day.year >= first else { throw .wrong(key, "\(day) is before the year \(first); check the year") }
        self = day
    }
}

extension Instant {
    /// Reads an instant as a request gives it.
    package init(asked text: String, _ key: String) throws(Failure) {
        guard let instant = Instant(written: text) else {
            throw .wrong(key, "\"\(text.prefix(40))\" \(Instant.fault(in: text))")
        }
        self = instant
    }
}
