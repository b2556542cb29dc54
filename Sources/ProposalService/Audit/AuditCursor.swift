import Proposals
package import Record

/// How far an audit has come, as a text that a later one goes on from.
package struct AuditCursor: Sendable, Hashable, CustomStringConvertible {
    /// The parts of an audit in their order. All that stands before a place was found in order.
    package enum Place: Sendable, Hashable {
        /// The first so many events, and this is the root over them.
        case record(size: Int64, root: Digest)
        /// The cosignatures under checkpoints up to this size.
        case cosignatures(after: Int64)
        /// The checkpoints of ended epochs up to this epoch and size.
        case epochs(after: Int, size: Int64)
        /// The proposals up to this ref.
        case proposals(after: String)
        /// The personal values up to this commitment; nil before the first.
        case personal(after: Digest?)
        /// The documents up to this digest; nil before the first.
        case documents(after: Digest?)
        /// The kept answers whose keys stand before this one.
        case answers(from: String)
        /// What remains is the registry.
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
        case ("cosignatures", 2):
            guard let size = Int64(parts[1]), (0..<1 << 62).contains(size) else { return nil }
            place = .cosignatures(after: size)
        case ("epochs", 3):
            guard let epoch = Int32(parts[1]), let size = Int64(parts[2]), epoch >= 0, size >= 0 else { return nil }
            place = .epochs(after: Int(epoch), size: size)
        case ("proposals", 2):
            guard RefText.isRef(parts[1]) || parts[1].isEmpty else { return nil }
            place = .proposals(after: parts[1])
        case ("personal", 2):
            guard let digest = AuditCursor.digest(parts[1]) else { return nil }
            place = .personal(after: digest)
        case ("documents", 2):
            guard let digest = AuditCursor.digest(parts[1]) else { return nil }
            place = .documents(after: digest)
        case ("answers", 2):
            guard let bytes = Hexadecimal.decode(parts[1]), !bytes.contains(0) else { return nil }
            place = .answers(from: String(decoding: bytes, as: UTF8.self))
        case ("registry", 1): place = .registry
        default: return nil
        }
        guard description == text else { return nil }
    }

    /// A digest, or nothing at all; nil where it is neither.
    private static func digest(_ text: String) -> Digest?? {
        text.isEmpty ? .some(nil) : Digest(hex: text).map { .some($0) }
    }

    package var description: String {
        switch place {
        case .record(let size, let root): "record:\(size):\(root.hex)"
        case .cosignatures(let size): "cosignatures:\(size)"
        case .epochs(let epoch, let size): "epochs:\(epoch):\(size)"
        case .proposals(let ref): "proposals:\(ref)"
        case .personal(let digest): "personal:\(digest?.hex ?? "")"
        case .documents(let digest): "documents:\(digest?.hex ?? "")"
        // A key may hold what no argument of a request can.
        case .answers(let key): "answers:\(Hexadecimal.encode(Array(key.utf8)))"
        case .registry: "registry"
        }
    }
}
