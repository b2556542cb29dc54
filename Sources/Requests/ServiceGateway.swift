package import LineProtocol
package import ProposalService

/// Puts the service behind the sessions: logs callers in.
package struct ServiceGateway: RequestGateway {
    /// Told of what is the server's own fault or its database's: the error, as its code and message, and whose request of which verb.
    package typealias Report = @Sendable (ErrorCode, _ message: String, _ account: String?, Verb) -> Void

    let service: ProposalService
    let report: Report
    let turns = ReadTurns()

    package init(_ service: ProposalService, report: @escaping Report = { _, _, _, _ in }) {
        self.service = service
        self.report = report
    }

    package var browsers: (any BrowserGateway)? { self }
    package var logs: (any LogGateway)? { self }

    package func strangers(at address: String?) -> any RequestHandler {
        StrangerRequestHandler(service: service, address: address, turns: turns, report: report)
    }

    package func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
        let login: Verbs.Auth
        do throws(Failure) { login = try Verbs.Auth(request) } catch { return .failure(error) }
        do throws(ServiceFailure) {
            let (caller, seen) = try await self.caller(login, peer)
            let answer = Verbs.Auth.End(caller, seen)
            return .success(Login(answer: answer, handler: CallerRequestHandler(service, caller, turns, report)))
        } catch {
            return .failure(Failure(error, of: request, by: nil, report))
        }
    }
}
