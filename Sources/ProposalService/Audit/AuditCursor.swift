package import Record

/// How far an audit has come, as a text that a later one goes on from.
package struct AuditCursor: Sendable, Hashable, CustomStringConvertible {
    package enum Place: Sendable, Hashable {
        /// The first so many events were found in order, and this is the root over them.
        case record(size: Int64, root: Digest)
        /// The whole record was, and the proposals up to this ref.
        case proposals(after: String)
        /// The proposals were as well.
        case registry
    }

    package let place: Place

    package init(_ place: Place) { self.place = place }

    /// Reads what ``description`` writes; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("record", 3):
            guard let size = Int64(parts[1]), size >= 0, let root = Digest(hex: parts[2]) else { return nil }
            place = .record(size: size, root: root)
        case ("proposals", 2):
            guard ProposalService.isRef(parts[1]) || parts[1].isEmpty else { return nil }
            place = .proposals(after: parts[1])
        case ("registry", 1): place = .registry
        default: return nil
        }
        guard description == text else { return nil }
    }

    package var description: String {
        switch place {
        case .record(let size, let root): "record:\(size):\(root.hex)"
        case .proposals(let ref): "proposals:\(ref)"
        case .registry: "registry"
        }
    }
}

/// The first place at which a forum's tables differ from its events.
package struct AuditFinding: Error, Sendable, Hashable {
    /// One clear sentence.
    package let sentence: String
    /// The position of the event that it concerns, where it concerns one.
    package let position: Int64?
    /// The proposal that it concerns, where it concerns one.
    package let ref: String?
    /// Whether the record itself differs, not only what is made from it: then nothing more may be written to it.
    package let concernsRecord: Bool

    init(_ sentence: String, at position: Int64? = nil, of ref: String? = nil, concernsRecord: Bool = true) {
        self.sentence = sentence
        self.position = position
        self.ref = ref
        self.concernsRecord = concernsRecord
    }
}
