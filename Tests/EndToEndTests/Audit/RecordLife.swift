import CanonicalJSON
import PostgresStore
import ProposalService
import Proposals
import Requests
import TestRandom

extension World {
    /// Fills the record of `mini` with the random life of many proposals, until it has so many events. With keys the answers are kept.
    func live(
        events wanted: Int64, on server: TestServer? = nil, proposals: Int = 40, seed: UInt64 = 25,
        isKeyed: Bool = false
    ) async throws {
        let service = (server ?? self.server).service
        let store = (server ?? self.server).store
        if try await store.list(ListQuery(forum: "mini", visibility: .everything, limit: 1)).isEmpty {
            try await heldMeeting(of: "mini")
        }
        let cast = try await Cast.of("mini", service)
        var script = Script(seed: seed, forum: "mini", partners: cast.partners, now: try await service.now())
        // Titles that no earlier part of the life has used.
        var given = Int(try await length("mini")) * 100
        while try await length("mini") < wanted {
            let rows = try await store.list(ListQuery(forum: "mini", visibility: .everything, limit: 1000))
            let live = rows.filter { !$0.row.isFinal && $0.row.origin == "live" }
            let isYoung = live.count < proposals
            var promises: [Promise<ServiceOutcome>] = []
            for number in 0..<40 {
                let line =
                    isYoung && number % 2 == 0 || live.isEmpty
                    ? script.draft(given + number) : script.act(on: script.random.pick(live))
                let request = WriteRequest(
                    work: line.work, key: isKeyed ? "life-\(given + number)" : nil, body: [],
                    form: WriteAnswer.form)
                promises.append(await service.submit(request, try cast.caller(line.slug)))
            }
            given += promises.count
            for promise in promises {
                if case .failure(let failure) = await promise.value,
                    ![.refused, .forbidden, .badField, .notFound].contains(failure.code)
                {
                    throw Unexpected("\(failure)")
                }
            }
        }
        await service.notePassedDeadlines()
    }
}
