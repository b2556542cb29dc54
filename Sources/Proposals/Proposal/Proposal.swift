package import CanonicalJSON
package import CivilTime

/// A proposal as the fold of its events: what it says, where it stands, and everything that was ever said of it.
package struct Proposal: Sendable, Hashable {
    package var ref: String
    package var forum: String
    /// The number of events folded.
    package var version: Int
    package var lastDigest: String
    package var lifecycle: LifecycleReference
    package var state: String
    package var origin: Origin
    /// The partner that proposed; nil only for an archive record whose proposer is not known.
    package var proposer: String?
    package var openedBy: Actor
    /// The text. Personal data stands in it as commitments only.
    package var fields: JSONObject
    /// Counts texts from 1; each revision is a new one.
    package var revision: Int
    /// SHA-256 of the canonical bytes of ``fields``, as hex.
    package var textDigest: String
    package var track: String?
    /// Every round in order; the last may be open.
    package var rounds: [Round]
    /// The moves that brought it here, in order; an undone one is gone, an undo stands marked as not undoable.
    package var moves: [Move]
    package var facts: [FactRecord]
    package var editorialRevisions: [EditorialRevision]
    package var invitations: [Invitation]
    package var noteCount: Int
    /// Where an imported record came from, as it came.
    package var source: JSONValue?
    /// When it was entered here.
    package var openedAt: Instant
    /// When it was drafted, as its proposer says.
    package var draftedAt: Instant
    package var recordedAt: Instant
    /// Every move to another version of its lifecycle, in order.
    package var migrations: [MigrationRecord] = []
    /// The documents filed on it, in order.
    package var documents: [DocumentRecord] = []
    /// The stamp of what the forum's own readers are told.
    package var information: InformationStamp
    /// The stamp of what everybody is told; nil until something is public.
    package var publicInformation: InformationStamp?

    package enum Origin: String, Sendable, Hashable {
        case live
        /// A past activity, entered for the record.
        case archive
    }

    /// The round that is open on the present text, if any.
    package var openRound: Round? { rounds.last(where: \.isOpen) }

    /// The round that is shown: the open one, or the last that was not undone.
    package var presentRound: Round? { openRound ?? rounds.last { $0.ended != .undone } }

    /// The newest record of a fact.
    package func fact(_ id: String) -> FactRecord? { facts.last { $0.fact == id } }

    /// The document of a digest, where it was filed on this proposal.
    package func document(_ digest: String) -> DocumentRecord? { documents.first { $0.document.digest == digest } }
}

/// Which definition a proposal follows: its digest stays with it, whatever is loaded later.
package struct LifecycleReference: Sendable, Hashable {
    package var id: String
    package var version: Int
    package var digest: String

    package init(id: String, version: Int, digest: String) {
        self.id = id
        self.version = version
        self.digest = digest
    }

    package var json: JSONObject {
        ["id": .string(id), "version": .integer(Int64(version)), "digest": .string(digest)]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "lifecycle")
        self.init(
            id: try reader.text("id"), version: try reader.integer("version"), digest: try reader.text("digest"))
    }
}

/// One move as it was made.
package struct Move: Sendable, Hashable {
    package var transition: String
    package var from: String
    package var to: String
    package var decidedAt: Instant
    package var recordedAt: Instant
    package var actor: Actor
    package var inputs: JSONObject
    /// The version of the event that made it.
    package var version: Int
    package var isUndoable: Bool
    /// The track before the move, for an undo.
    package var trackBefore: String?
    /// The open round before the move, for an undo; nil where none was open.
    package var openRoundBefore: Int?
    /// What the move wrote into the text; nil where it left the text alone.
    package var writing: TextWriting?
}

/// What a move wrote into the text: new values by key, null where a field was emptied.
package struct TextWriting: Sendable, Hashable {
    package var changes: JSONObject
    /// The values before it, for an undo.
    package var before: JSONObject
    /// The digest of the text that it made.
    package var textDigest: String
}

/// One record of a fact.
package struct FactRecord: Sendable, Hashable {
    package var fact: String
    package var inputs: JSONObject
    package var decidedAt: Instant
    package var recordedAt: Instant
    package var actor: Actor
    package var version: Int
    /// The text as it stood when this was recorded.
    package var text: JSONObject
}

/// A revision that its author called editorial while positions stood; any speaker of a partner may contest it.
package struct EditorialRevision: Sendable, Hashable {
    package var revision: Int
    package var round: Int
    package var fields: [String]
    package var isContested: Bool
}
