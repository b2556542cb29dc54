import CanonicalJSON
import ProposalService
import Proposals

/// Everybody of a forum as the service knows them, without connections.
struct Cast: Sendable {
    private let callers: [String: Caller]
    let partners: [String]

    static func of(_ forum: String, _ service: ProposalService) async throws -> Cast {
        let seed = try ForumSeed.mini()
        var callers: [String: Caller] = [:]
        for holder in seed.holders {
            let (caller, _) = try await service.authenticate(token: try Seed.token("\(forum)/\(holder.slug)"))
            callers[holder.slug] = caller
        }
        return Cast(callers: callers, partners: seed.partnerIDs)
    }

    func caller(_ slug: String) throws -> Caller {
        guard let caller = callers[slug] else { throw Unexpected("nobody is \(slug)") }
        return caller
    }
}
