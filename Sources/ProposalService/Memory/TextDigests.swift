import Lifecycle
import Proposals
import Synchronization

/// What the digest of each proposal's text was made from, and what came out. Whoever writes a proposal asks whether its text is stored as it
/// is, and the text of a long proposal takes longer to make than all the rest of a position.
final class TextDigests: Sendable {
    /// All that a text depends on.
    struct Source: Sendable, Hashable {
        /// Of the fields, by their own digest.
        var fields: String
        var lifecycle: String
        var proposer: String?
        var insiders: [String]
        var regions: [String]

        init(_ proposal: Proposal, _ definition: LifecycleDefinition, _ registry: Registry) {
            fields = proposal.textDigest
            lifecycle = proposal.lifecycle.digest
            proposer = proposal.proposer
            insiders = proposal.insiders(definition)
            regions = ListedText.regions(of: insiders, in: registry)
        }
    }

    private struct Entry {
        var source: Source
        var digest: [UInt8]
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// The digest of a proposal's text; nil where it was not made yet from just this.
    func digest(_ ref: String, of source: Source) -> [UInt8]? {
        entries.withLock { entries in
            guard let entry = entries[ref], entry.source == source else { return nil }
            return entry.digest
        }
    }

    func keep(_ ref: String, _ source: Source, _ digest: [UInt8]) {
        entries.withLock { entries in
            if entries.count >= capacity, entries[ref] == nil { entries = [:] }
            entries[ref] = Entry(source: source, digest: digest)
        }
    }
}
