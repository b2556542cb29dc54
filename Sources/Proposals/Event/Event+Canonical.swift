package import CanonicalJSON
import CivilTime
import Lifecycle

/// Reading the bytes that this program writes: their layout is known, so only what differs from event to event is looked at.
extension Event {
    /// Reads the canonical bytes of an event: exactly its members, each in its one form. Throws for any others.
    package init(canonical bytes: [UInt8]) throws(JSONError) {
        var reader = CanonicalReader(bytes, depth: 1)
        try reader.expect("{\"actor\":")
        actor = try Actor(reading: &reader)
        try reader.expect(",\"data\":")
        data = try reader.object()
        try reader.expect(",\"decided_at\":")
        decidedAt = try reader.instant()
        try reader.expect(",\"forum\":")
        forum = try reader.text()
        try reader.expect(",\"from\":")
        from = try reader.textOrNull()
        try reader.expect(",\"kind\":")
        kind = try reader.kind()
        try reader.expect(",\"previous\":")
        previous = try reader.textOrNull()
        try reader.expect(",\"recorded_at\":")
        recordedAt = try reader.instant()
        try reader.expect(",\"schema\":")
        schema = Int(try reader.integer())
        try reader.expect(",\"stream\":")
        stream = try reader.text()
        guard Event.knows(schema: schema, of: stream) else { throw JSONError(.notCanonical, at: 0) }
        try reader.expect(",\"to\":")
        to = try reader.textOrNull()
        try reader.expect(",\"version\":")
        version = Int(try reader.integer())
        try reader.expect("}")
        try reader.end()
        nameHolder()
    }
}

extension Actor {
    fileprivate init(reading reader: inout CanonicalReader) throws(JSONError) {
        try reader.expect("{\"account\":")
        let account = try reader.text()
        try reader.expect(",\"office\":")
        self.init(account: account, office: reader.take("null") ? nil : try Office(reading: &reader))
        try reader.expect("}")
    }
}

extension Office {
    fileprivate init(reading reader: inout CanonicalReader) throws(JSONError) {
        try reader.expect("{")
        let isDeputy = reader.take("\"deputy\":true,")
        let group = reader.take("\"group\":") ? try reader.member() : nil
        let partner = reader.take("\"partner\":") ? try reader.member() : nil
        try reader.expect("\"role\":")
        self.init(role: try reader.text(), partner: partner, group: group, isDeputy: isDeputy)
        try reader.expect("}")
    }
}

extension CanonicalReader {
    fileprivate mutating func instant() throws(JSONError) -> Instant {
        let text = try bytes(Instant.canonicalLength)
        guard let instant = text.withUnsafeBufferPointer({ Instant(canonical: $0) }) else { throw refusal() }
        return instant
    }

    fileprivate mutating func kind() throws(JSONError) -> EventKind {
        guard let kind = EventKind(named: try text()) else { throw JSONError(.notCanonical, at: 0) }
        return kind
    }

    /// A text with another member after it.
    fileprivate mutating func member() throws(JSONError) -> String {
        let text = try text()
        try expect(",")
        return text
    }
}
