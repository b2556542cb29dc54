package import CanonicalJSON
package import CivilTime
package import Lifecycle
package import Proposals

/// What a write is answered: what it left behind, and what else there is to tell.
package enum WriteAnswer: Sendable, Hashable {
    case proposal(ChangedProposal, ProposalDetail)
    /// The bytes of a document that came so far; it is not filed, or was given up.
    case upload(ref: String, version: Int, UploadProgress)
    case registry(ChangedRegistry, RegistryDetail)

    /// Whether it is told once, and kept nowhere.
    var isSecret: Bool {
        if case .registry(_, .token) = self { true } else { false }
    }

    /// The events that it made.
    package var events: [EventKind] {
        switch self {
        case .proposal(let changed, _): changed.events
        case .upload: []
        case .registry(let changed, _): changed.events
        }
    }
}

/// Where a write left a proposal.
package struct ChangedProposal: Sendable, Hashable {
    package var ref: String
    package var state: String
    package var version: Int
    package var revision: Int
    package var origin: Proposal.Origin
    /// The round on the present text; nil where there is none.
    package var round: Int?
    /// What the write recorded; nothing where it changed nothing.
    package var events: [EventKind]
    package var recordedAt: Instant
    /// That the forum is a trial.
    package var mark: String?
    /// The deadline of the round before, where a new round has none.
    package var droppedDeadline: Instant?
}

/// What an answer says besides where the proposal stands.
package enum ProposalDetail: Sendable, Hashable {
    case nothing
    /// A text was given; the words of its lists that are kept otherwise, by field, and the proposals that a new one looks like.
    case written(keptAs: JSONObject?, looksLike: [DuplicateCandidate])
    /// The text was changed; no effect where it was not.
    case revised(RevisionEffect?, textDigest: String, keptAs: JSONObject?)
    /// A position that was only said again, where the one that stands is known.
    case saidAgain(StandingPosition?)
    /// The number of the invitation that was proposed.
    case invited(Int?)
    /// The document is filed.
    case filed(UploadProgress)
}

/// The position that stands.
package struct StandingPosition: Sendable, Hashable {
    package var partner: String
    package var stance: Stance
    package var decidedAt: Instant
    package var recordedAt: Instant
    package var version: Int
}

/// How much of a document came, in bytes.
package struct UploadProgress: Sendable, Hashable {
    package var digest: String
    package var received: Int
    package var size: Int
}

/// Where a write left a forum's registry.
package struct ChangedRegistry: Sendable, Hashable {
    package var forum: String
    package var version: Int
    /// What the write recorded; nothing where it changed nothing.
    package var events: [EventKind]
    /// That the forum is a trial.
    package var mark: String?
}

/// What an answer says besides where the registry stands.
package enum RegistryDetail: Sendable, Hashable {
    case nothing
    case lifecycle(id: String, version: Int, digest: String)
    case account(String)
    /// No number where the account held the office already.
    case appointed(account: String, number: Int?)
    /// No key where nothing changed.
    case key(account: String, KeyNumber?)
    /// The secret, which is shown this once.
    case token(account: String, id: String, secret: String, expires: Instant?)
    case revoked(account: String, tokens: [String])
    /// The link that was made or ended.
    case identity(account: String, id: String)
    case closed(Instant?)
    case listed(group: String, year: Int, count: Int)
    case contact(number: Int?)
    /// How many values were erased, and how many are kept of the same still.
    case erased(subject: PersonalSubject, count: Int, left: Int)

    /// An account's key by its number, and how long it holds.
    package struct KeyNumber: Sendable, Hashable {
        package var number: Int
        package var until: Instant?
    }
}
