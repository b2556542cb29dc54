import CanonicalJSON
package import LineProtocol
package import ProposalService

/// Puts the service behind the sessions: logs callers in.
package struct ServiceHandler: SessionHandler {
    private let service: ProposalService

    package init(_ service: ProposalService) { self.service = service }

    package func authenticate(_ request: Request) async -> Result<Login, Failure> {
        do throws(ServiceFailure) {
            var arguments = RequestReader(request)
            let token = try arguments.requiredText("token")
            try arguments.done()
            let (caller, answer) = try await service.authenticate(token: token)
            return .success(Login(answer: answer, business: CallerBusiness(service, caller)))
        } catch {
            return .failure(Failure(error))
        }
    }
}

/// The requests of one caller: a line becomes a call of the service, its answer becomes lines.
struct CallerBusiness: SessionBusiness {
    let service: ProposalService
    let caller: Caller

    init(_ service: ProposalService, _ caller: Caller) {
        self.service = service
        self.caller = caller
    }

    func accept(_ request: Request) async -> Operation {
        do throws(ServiceFailure) {
            if request.isWrite {
                let promise = await service.submit(try write(request), caller)
                return Operation { _ in await promise.value.map(\.object).mapError(Failure.init) }
            }
            if request.verb == .watch { return try watch(request) }
            let read = try read(request)
            return Operation { writer in
                do throws(ServiceFailure) {
                    let answer = try await read()
                    for row in answer.rows { try await send(row, writer) }
                    return .success(answer.object)
                } catch {
                    return .failure(Failure(error))
                }
            }
        } catch {
            return .ended(.failure(Failure(error)))
        }
    }

    /// One WATCH: events until it is cancelled.
    private func watch(_ request: Request) throws(ServiceFailure) -> Operation {
        let forum = request.argument("forum") ?? caller.forum
        let cursor = request.options["after"]
        return Operation { [service, caller] writer in
            var last = cursor
            do {
                for try await event in try await service.watch(forum, after: cursor, caller) {
                    try await writer.event(event.object, cursor: event.cursor)
                    last = event.cursor
                }
            } catch let failure as ServiceFailure {
                return .failure(Failure(failure))
            } catch {
                // The client left, or cancelled: the end of a watch.
            }
            return .success(["cursor": .optional(last)])
        }
    }

    /// Sends a row; a client that left needs no more of them.
    private func send(_ row: JSONObject, _ writer: ReplyWriter) async throws(ServiceFailure) {
        do { try await writer.row(row) } catch {
            throw ServiceFailure(.shuttingDown, "the request was cancelled")
        }
    }
}

extension Failure {
    /// A failure of the service as a line says it. Exhaustive on purpose: each code of the service is one of the registry.
    init(_ failure: ServiceFailure) {
        let code: ErrorCode =
            switch failure.code {
            case .badToken: .badToken
            case .tokenExpired: .tokenExpired
            case .tokenRevoked: .tokenRevoked
            case .notLoggedIn: .notLoggedIn
            case .badField: .badField
            case .missing: .missingArgument
            case .extra: .extraArgument
            case .unsupported: .unsupported
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .refused: .refused
            case .versionConflict: .versionConflict
            case .keyReused: .keyReused
            case .keySpent: .keySpent
            case .badCursor: .badCursor
            case .cursorGone: .cursorGone
            case .recordDiverged: .recordDiverged
            case .busy: .busy
            case .shuttingDown: .shuttingDown
            case .storeUnavailable: .storeUnavailable
            case .effectUnknown: .effectUnknown
            case .internalError: .internal
            }
        self.init(code, failure.message, details: failure.details)
    }
}
