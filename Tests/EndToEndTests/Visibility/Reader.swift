import CanonicalJSON
import LineProtocol

/// Somebody who reads: an account, or a stranger who has not logged in.
struct Reader: Sendable, CustomStringConvertible {
    enum Kind: Sendable {
        /// Of the proposer's partner or of an organiser's.
        case insider
        /// Of the forum, for another partner or for none.
        case member
        /// An auditor or administrator, of the forum or of the server.
        case all
        /// Of another forum.
        case outsider
        /// Nobody.
        case stranger
    }

    let kind: Kind
    let forum: String
    let slug: String

    var description: String { kind == .stranger ? "a stranger" : "\(forum)/\(slug)" }

    static let all: [Reader] =
        ["pr-FR", "cp-FR", "som-FR", "pr-DE", "cp-DE", "pr-JP", "cp-JP"].map {
            Reader(kind: .insider, forum: "mini", slug: $0)
        }
        + ["pr-TH", "cp-TH", "som-TH", "rc-ASEAN", "rc-EEAS", "board", "host"].map {
            Reader(kind: .member, forum: "mini", slug: $0)
        }
        + [("mini", "auditor"), ("mini", "admin"), ("server", "admin")].map {
            Reader(kind: .all, forum: $0.0, slug: $0.1)
        }
        + ["pr-FR", "cp-JP", "auditor", "admin"].map { Reader(kind: .outsider, forum: "asem", slug: $0) }
        + [Reader(kind: .stranger, forum: "", slug: "")]

    /// What it is shown of a proposal.
    func sight(_ situation: Situation) -> Situation.Sight {
        switch kind {
        case .insider, .all: .everything
        case .member: situation.forumSight
        case .outsider, .stranger: situation.publicSight
        }
    }

    /// Whether it belongs to the forum or reads everything there.
    var isInside: Bool {
        switch kind {
        case .insider, .member, .all: true
        case .outsider, .stranger: false
        }
    }

    /// The code with which it is refused what it may not see.
    var refusal: ErrorCode { kind == .stranger ? .notLoggedIn : .notFound }

    /// A connection of its own: a stranger may ask only a few times on one.
    func connect(_ world: World) async throws -> User {
        guard kind != .stranger else { return User(account: "a stranger", client: try await world.server.connect()) }
        return try await world.server.login("\(forum)/\(slug)", token: try Seed.token("\(forum)/\(slug)"))
    }
}
