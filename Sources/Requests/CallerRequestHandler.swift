import CanonicalJSON
import LineProtocol
import ProposalService

/// The requests of one caller: a line becomes a call of the service, its answer becomes lines.
struct CallerRequestHandler: RequestHandler {
    let service: ProposalService
    let caller: Caller
    private let report: ServiceGateway.Report

    init(_ service: ProposalService, _ caller: Caller, _ report: @escaping ServiceGateway.Report) {
        self.service = service
        self.caller = caller
        self.report = report
    }

    func accept(_ request: Request) async -> Operation {
        let request = request.withTrueRefs
        do throws(ServiceFailure) {
            if request.isWrite {
                let promise = await service.submit(try write(request), caller)
                return Operation { _ in await promise.value.map(\.object).mapError { failed($0, request) } }
            }
            if request.verb == .watch { return try watch(request) }
            if request.verb == .export { return try export(request) }
            if request.verb == .audit { return try audit(request) }
            return .reading(try read(request)) { failed($0, request) }
        } catch {
            return .ended(.failure(failed(error, request)))
        }
    }

    /// One WATCH: events until it is cancelled; of the whole forum, or of one proposal.
    private func watch(_ request: Request) throws(ServiceFailure) -> Operation {
        let forum = request.argument("forum") ?? caller.forum
        let (cursor, ref) = (request.options["after"], request.options["ref"])
        return Operation { [service, caller] writer in
            var last = cursor ?? ProposalService.watchBeginning(forum)
            var isUnderWay = false
            do throws(ServiceFailure) {
                // From now on means from where the record ends as the watch begins: a cursor like any other.
                if cursor == ProposalService.watchNow { last = try await service.watchEnd(forum, caller) }
            } catch {
                return .failure(failed(error, request))
            }
            writer.begin(at: last)
            do {
                let events = try await service.watch(forum, after: cursor.map { _ in last }, ref: ref, caller)
                isUnderWay = true
                for try await event in events {
                    try await writer.event(event.object, cursor: event.cursor)
                    last = event.cursor
                }
            } catch var failure as ServiceFailure {
                if isUnderWay { failure.details["cursor"] = .string(last) }
                return .failure(failed(failure, request))
            } catch {
                // The client left, or cancelled: the end of a watch.
            }
            return .success(["cursor": .string(last)])
        }
    }

    func failed(_ failure: ServiceFailure, _ request: Request) -> Failure {
        Failure(failure, of: request, by: caller.account, report)
    }
}

extension Operation {
    /// Rows, then the end; a client that left needs no more of them.
    static func reading(
        _ read: @escaping CallerRequestHandler.Read, _ failed: @escaping @Sendable (ServiceFailure) -> Failure
    ) -> Operation {
        Operation { writer in
            do throws(ServiceFailure) {
                let answer = try await read()
                for row in answer.rows {
                    do { try await writer.row(row) } catch {
                        throw ServiceFailure(.shuttingDown, "the request was cancelled")
                    }
                }
                return .success(answer.object)
            } catch {
                return .failure(failed(error))
            }
        }
    }
}
