import CanonicalJSON
package import LineProtocol
package import ProposalService

/// Puts the service behind the sessions: logs callers in.
package struct ServiceHandler: SessionHandler {
    /// Told of what is the server's own fault or its database's: the error, as its code and message, and whose request of which verb.
    package typealias Report = @Sendable (ErrorCode, _ message: String, _ account: String?, Verb) -> Void

    private let service: ProposalService
    private let report: Report

    package init(_ service: ProposalService, report: @escaping Report = { _, _, _, _ in }) {
        self.service = service
        self.report = report
    }

    package var strangers: any SessionBusiness { StrangerBusiness(service: service, report: report) }

    package func authenticate(_ request: Request) async -> Result<Login, Failure> {
        do throws(ServiceFailure) {
            var arguments = RequestReader(request)
            let token = try arguments.requiredText("token")
            try arguments.done()
            let (caller, answer) = try await service.authenticate(token: token)
            return .success(Login(answer: answer, business: CallerBusiness(service, caller, report)))
        } catch {
            return .failure(Failure(error, of: request, by: nil, report))
        }
    }
}

/// The requests of those who have not logged in: they read what was published.
struct StrangerBusiness: SessionBusiness {
    let service: ProposalService
    let report: ServiceHandler.Report

    func accept(_ request: Request) async -> Operation {
        let request = request.withTrueRefs
        do throws(ServiceFailure) {
            let read = try CallerBusiness.publicRead(request, service, nil)
            return .reading(read) { Failure($0, of: request, by: nil, report) }
        } catch {
            return .ended(.failure(Failure(error, of: request, by: nil, report)))
        }
    }
}

/// The requests of one caller: a line becomes a call of the service, its answer becomes lines.
struct CallerBusiness: SessionBusiness {
    let service: ProposalService
    let caller: Caller
    private let report: ServiceHandler.Report

    init(_ service: ProposalService, _ caller: Caller, _ report: @escaping ServiceHandler.Report) {
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
    fileprivate static func reading(
        _ read: @escaping CallerBusiness.Read, _ failed: @escaping @Sendable (ServiceFailure) -> Failure
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

extension Failure {
    /// A failure of the service as a line says it; what the operator should know of is reported. Who went away while waiting for the
    /// database says nothing about it.
    init(
        _ failure: ServiceFailure, of request: Request, by account: String?, _ report: ServiceHandler.Report
    ) {
        self = Failure(failure).told(of: request)
        switch failure.code {
        case .storeUnavailable where Task.isCancelled: break
        case .internalError, .rejected, .storeUnavailable, .effectUnknown, .recordDiverged:
            if let code { report(code, failure.message, account, request.verb) }
        case .badToken, .tokenExpired, .tokenRevoked, .notLoggedIn, .badField, .missing, .extra, .unsupported,
            .notFound, .forbidden, .forumClosed, .refused, .versionConflict, .keyReused, .keySpent, .badCursor,
            .cursorGone,
            .busy, .shuttingDown:
            break
        }
    }

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
            case .forumClosed: .forumClosed
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
            case .internalError, .rejected: .internal
            }
        self.init(
            code, failure.message, details: failure.details, effect: failure.code == .rejected ? Effect.none : nil)
    }
}
