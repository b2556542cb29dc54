import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

/// The requests of one caller: a line becomes a call of the service, its answer becomes lines.
struct CallerRequestHandler: RequestHandler {
    let service: ProposalService
    let caller: Caller
    private let turns: ReadTurns
    private let report: ServiceGateway.Report
    /// Whether refusals are told without words as well, for pages in other languages.
    private let tellsCodes: Bool

    init(
        _ service: ProposalService, _ caller: Caller, _ turns: ReadTurns, _ report: @escaping ServiceGateway.Report,
        tellsCodes: Bool = false
    ) {
        self.tellsCodes = tellsCodes
        self.service = service
        self.caller = caller
        self.turns = turns
        self.report = report
    }

    func accept(_ request: Request) async -> Operation {
        let request = request.withTrueRefs
        let handling = VerbHandling.all[request.verb]
        do throws(Failure) {
            if request.isWrite {
                guard let write = handling?.write else { throw unsupported(request) }
                let promise = await service.submit(try self.write(write, request), caller)
                return Operation(.brief) { _ in
                    await promise.value.map { .members($0.sent) }.mapError { failed($0, request) }
                }
            }
            if let stream = handling?.stream {
                let streaming: any StreamHandling = try stream.init(request)
                let haste = stream.size.map { turns.haste($0, for: caller.account) } ?? .ordinary
                return Operation(haste) { [service, caller, turns] writer in
                    func run() async -> Result<JSONObject, ServiceFailure> {
                        await streaming.run(service, for: caller, into: writer)
                    }
                    let answer: Result<JSONObject, ServiceFailure>
                    if let size = stream.size {
                        do throws(ServiceFailure) {
                            answer = try await turns.read(size, for: caller.account) { await run() }
                        } catch {
                            answer = .failure(error)
                        }
                    } else {
                        answer = await run()
                    }
                    return answer.map { .members($0) }.mapError { failed($0, request) }
                }
            }
            guard let read = handling?.read else { throw unsupported(request) }
            let reading: any ReadHandling = try read.init(request)
            let haste = turns.haste(read.size, for: caller.account)
            return .reading(haste) { [service, caller, turns] () throws(ServiceFailure) in
                try await turns.read(read.size, for: caller.account) { () throws(ServiceFailure) in
                    try await reading.answer(service, to: caller)
                }
            } failed: {
                failed($0, request)
            }
        } catch {
            return .ended(.failure(error))
        }
    }

    /// The write that a request asks for.
    private func write(_ kind: any WriteHandling.Type, _ request: Request) throws(Failure) -> WriteRequest {
        var past: PastOffice?
        if kind.readsPastOffice, let given = request.object?["decided_by"], !given.isNull {
            past = given.object.flatMap { PastOffice(asked: $0) }
            if past == nil { throw .wrong("decided_by", PastOffice.form) }
        }
        let typed: any WriteHandling = try kind.init(request)
        do throws(ServiceFailure) {
            return WriteRequest(
                work: try typed.work(), verb: kind.name, key: request.key,
                expectedVersion: typed.seenVersion ?? request.expectedVersion.map { Int($0) },
                body: request.canonicalBody, past: past, form: WriteAnswer.form)
        } catch {
            throw failed(error, request)
        }
    }

    private func unsupported(_ request: Request) -> Failure {
        failed(ServiceFailure(.unsupported, "\(request.verb) is no request to the service"), request)
    }

    private func failed(_ failure: ServiceFailure, _ request: Request) -> Failure {
        Failure(failure, of: request, by: caller.account, report, codes: tellsCodes)
    }
}

extension Operation {
    /// Rows, then the end; a client that left needs no more of them.
    static func reading(
        _ haste: Haste, _ read: @escaping @Sendable () async throws(ServiceFailure) -> ServiceAnswer,
        failed: @escaping @Sendable (ServiceFailure) -> Failure
    ) -> Operation {
        Operation(haste) { writer in
            do throws(ServiceFailure) {
                let answer = try await read()
                if case .typed(let typed) = answer, writer.take(typed) { return .success(nil) }
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
