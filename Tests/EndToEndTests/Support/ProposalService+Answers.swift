import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import ProposalService

@testable import Requests

/// What the service knows, as a door tells it.
extension ProposalService {
    func shown(_ ref: String, _ caller: Caller) async throws -> JSONObject {
        try await Verbs.Show(ref: ref).answer(self, to: caller).object.members
    }

    func replayed(_ ref: String, at: Instant, _ caller: Caller) async throws -> ServiceAnswer {
        try await Verbs.Replay(ref: ref, version: nil, at: at).answer(self, to: caller)
    }

    func listed(_ query: ListQuery, _ caller: Caller?) async throws -> [JSONObject] {
        TypedAnswer(try await list(query, caller)).sentRows
    }
}
