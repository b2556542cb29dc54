import CanonicalJSON
import CivilTime
import Proposals
import Record
import Wording

/// What a kept answer says of the record.
struct AnswerClaim {
    private let stored: AuditedAnswer
    /// Nil where it was erased or never kept.
    private let answer: JSONObject?
    /// The kinds of events that the request made.
    private let kinds: [String]
    /// The stream that it concerned, and the version that it left it at; nil where no answer is kept.
    private let stream: String
    private let version: Int64

    /// Members that say the same in an answer and in the data of the last event that it tells of.
    private static let details = [
        "account", "digest", "effect", "group", "invitation", "number", "size", "text_digest", "year",
    ]
    /// What the server notes by itself before it does what is asked for.
    private static let noted = [EventKind.deadlinePassed, .tacitRecorded].map(\.rawValue)
    /// More events than one request makes.
    private static let mostEvents = 8192

    /// Reads what is kept.
    init(_ stored: AuditedAnswer, forum: String) throws(AuditFinding) {
        self.stored = stored
        if let position = stored.position, !(0..<1 << 60).contains(position) {
            throw AnswerClaim.finding(stored, "stands for event \(position), which no record has")
        }
        guard let bytes = stored.answer else {
            (answer, kinds, stream, version) = (nil, [], "", 0)
            return
        }
        guard let object = (try? JSONValue.parse(bytes))?.object, object.canonicalBytes == bytes else {
            throw AnswerClaim.finding(stored, "is not written as answers are")
        }
        answer = object
        kinds = object["events"]?.strings ?? []
        if let ref = object["ref"]?.string, let version = object["version"]?.integer {
            (stream, self.version) = (ref, version)
        } else if let version = object["registry_version"]?.integer, object["forum"]?.string == forum {
            (stream, self.version) = (Event.registryStream, version)
        } else {
            throw AnswerClaim.finding(stored, "tells of no version of a proposal or of the registry of \(forum)")
        }
        guard kinds.isEmpty == (stored.position == nil), kinds.count <= AnswerClaim.mostEvents else {
            throw AnswerClaim.finding(
                stored,
                stored.position.map { "stands for event \($0), but tells of \(counted(kinds.count, "event"))" }
                    ?? "tells of \(counted(kinds.count, "event")), but stands for none")
        }
    }

    /// The positions of the events that it tells of; nil where it tells of none. An answer that was erased tells of the first alone, which
    /// may be the server's, so that what follows is needed as well.
    var span: ClosedRange<Int64>? {
        stored.position.map { first in
            first...(first + Int64(answer == nil ? AnswerClaim.noted.count : kinds.count - 1))
        }
    }

    /// The stream and version that it found as they were; nil where it tells of events.
    var standing: (stream: String, version: Int64)? {
        answer == nil || stored.position != nil ? nil : (stream, version)
    }

    /// Compares an answer that tells of events with them.
    func check(_ events: [AuditedEvent], forum: String) throws(AuditFinding) {
        guard let last = events.last, let span, events.first?.position == span.lowerBound,
            answer == nil || events.count == span.count
        else {
            throw finding("stands for event \(stored.position ?? 0), after which the record lacks what it tells of")
        }
        // A deadline that nobody had noted is the server's to note, before what was asked for.
        let own = events.drop { $0.account == Actor.server.account && AnswerClaim.noted.contains($0.kind) }
        let asked = answer == nil ? own.prefix(1) : own
        if let other = asked.first(where: { $0.account != stored.account }) {
            throw finding("stands for event \(other.position), which is by \(other.account)", at: other)
        }
        guard answer != nil else { return }
        guard events.allSatisfy({ $0.stream == stream }), last.version == version else {
            throw finding(
                "says \(stream) \(version), but event \(last.position) is \(last.stream) \(last.version)", at: last)
        }
        guard events.map(\.kind) == kinds else {
            throw finding(
                "tells of \(kinds.joined(separator: ", ")), but the events are \(events.map(\.kind).joined(separator: ", "))",
                at: last)
        }
        try compare(with: last)
        let data = try last.opened(forum).event.data
        for name in AnswerClaim.details {
            guard let said = answer?[name], let held = data[name] else { continue }
            guard said == held else { throw finding("says another \(name) than event \(last.position)", at: last) }
        }
    }

    /// Compares an answer that tells of no events with the version that it names.
    func check(standing event: AuditedEvent?) throws(AuditFinding) {
        guard let event else { throw finding("says \(stream) \(version), which the record does not have") }
        try compare(with: event)
    }

    private func compare(with last: AuditedEvent) throws(AuditFinding) {
        if let said = answer?["state"], said.string != last.to {
            throw finding("says another state than event \(last.position)", at: last)
        }
        if let said = answer?["recorded_at"], said.string != last.recordedAt.description {
            throw finding("says another recorded_at than event \(last.position)", at: last)
        }
    }

    private func finding(_ sentence: String, at event: AuditedEvent? = nil) -> AuditFinding {
        AnswerClaim.finding(stored, sentence, at: event)
    }

    private static func finding(
        _ stored: AuditedAnswer, _ sentence: String, at event: AuditedEvent? = nil
    ) -> AuditFinding {
        let ref = event.flatMap { $0.stream == Event.registryStream ? nil : $0.stream }
        let key = JSONValue.string(String(stored.key.prefix(200))).canonicalText
        return .beside(
            "the answer that is kept with the key \(key) of \(stored.account) \(sentence); erase it, and the request is answered "
                + "KEY_SPENT from then on", at: event?.position, of: ref)
    }
}
