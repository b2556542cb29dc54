import LineProtocol
import ProposalService
import Synchronization
import Testing

@testable import Requests

/// What the operator is told of: what the database or the server itself did, not what a client that went away left unfinished.
@Suite struct ReportTests {
    private func reported(_ code: ServiceFailure.Code) async -> Int {
        let count = Mutex(0)
        let request = Request(tag: RequestTag(number: 1), verb: .watch)
        _ = Failure(ServiceFailure(code, "why"), of: request, by: nil) { _, _, _, _ in count.withLock { $0 += 1 } }
        return count.withLock { $0 }
    }

    @Test(arguments: [ServiceFailure.Code.storeUnavailable, .internalError, .effectUnknown, .recordDiverged])
    func itIsTold(_ code: ServiceFailure.Code) async {
        #expect(await reported(code) == 1)
    }

    @Test func whoWentAwaySaysNothingOfTheDatabase() async {
        let told = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await (reported(.storeUnavailable), reported(.effectUnknown))
        }
        let (unavailable, unknown) = await told.value
        #expect(unavailable == 0 && unknown == 1)
    }

    @Test func refusalsAreNotTold() async {
        #expect(await reported(.notFound) == 0)
    }
}
