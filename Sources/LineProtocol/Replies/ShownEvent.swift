package import CanonicalJSON
package import CivilTime

/// An event as its reader may have it: personal values stand in the place of their commitments, or that they were erased.
package struct ShownEvent: ReplyPart {
    /// The leaf index in the forum's record, from 0.
    package var position: Int?
    /// Counts the events of a proposal, or of a registry, from 1.
    package var version = 0
    /// What happened, in a word. A newer server knows more of them.
    package var kind = ""
    /// The states before and after; nil in a registry.
    package var from: String?
    package var to: String?
    package var decidedAt: Instant?
    package var recordedAt: Instant?
    package var actor: ShownActor?
    /// What it says. The kind tells which members there are; `Proposals` has a type for each.
    package var data: JSONObject = [:]
    /// Of its bytes, SHA-256 in hex.
    package var digest: String?
    /// Its hash as a leaf of the record's tree, in hex.
    package var leafHash: String?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("position", &position)
        coder.integer("version", &version)
        coder.text("kind", &kind)
        coder.orNull("from", &from) { $0.text($1, &$2) }
        coder.orNull("to", &to) { $0.text($1, &$2) }
        coder.needed("decided_at", &decidedAt) { $0.instant($1, &$2) }
        coder.needed("recorded_at", &recordedAt) { $0.instant($1, &$2) }
        coder.needed("actor", &actor) { $0.part($1, &$2) }
        // What is too long for a line is left out of this.
        coder.object("data", &data, else: [:])
        coder.text("digest", &digest)
        coder.text("leaf_hash", &leafHash)
    }
}
