package import CanonicalJSON
package import LineProtocol
import ProposalService

extension ServiceGateway: BrowserGateway {
    package func openSession(_ request: Request) async -> Result<BrowserLogin, Failure> {
        do throws(Failure) {
            let asked = try Verbs.Auth(request)
            do throws(ServiceFailure) {
                return .success(browser(try await service.openSession(token: asked.token)))
            } catch {
                return .failure(Failure(error, of: request, by: nil, report, codes: true))
            }
        } catch {
            return .failure(error)
        }
    }

    package func openSession(of linked: LinkedAccount) async -> Result<BrowserLogin, Failure> {
        await answering { () throws(ServiceFailure) in
            browser(
                try await service.openSession(
                    of: Caller(account: linked.account, forum: linked.forum, token: linked.link)))
        }
    }

    package func accounts(of login: ProvenLogin) async -> Result<[LinkedAccount], Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.accounts(of: ProvenIdentity(issuer: login.issuer, subject: login.subject)).map {
                LinkedAccount(account: $0.account, forum: $0.forum, link: $0.token)
            }
        }
    }

    package func keepAttempt(_ attempt: JSONObject) async -> Result<String, Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.keepAttempt(JSONValue.object(attempt).canonicalText)
        }
    }

    package func takeAttempt(_ cookie: String) async -> Result<JSONObject?, Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.takeAttempt(cookie).flatMap { (try? JSONValue.parse($0))?.object }
        }
    }

    private func answering<Value>(
        _ body: () async throws(ServiceFailure) -> Value
    ) async -> Result<Value, Failure> {
        do throws(ServiceFailure) { return .success(try await body()) } catch {
            return .failure(Failure(error, of: ServiceGateway.login, by: nil, report, codes: true))
        }
    }

    package func session(_ cookie: String, isUse: Bool) async -> Result<BrowserLogin?, Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.session(cookie, isUse: isUse).map(browser)
        }
    }

    package func endSession(_ cookie: String) async -> Result<Void, Failure> {
        await answering { () throws(ServiceFailure) in try await service.endSession(cookie) }
    }

    package func sessions(
        _ id: String?, of account: String?, for cookie: String
    ) async -> Result<[ListedSession], Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.sessions(id, of: account, for: cookie).map {
                ListedSession(
                    id: $0.id, openedAt: $0.openedAt, usedAt: $0.usedAt, issuer: $0.issuer, isOwn: $0.isOwn)
            }
        }
    }

    package func endSessions(_ id: String?, of account: String?, for cookie: String) async -> Result<Int, Failure> {
        await answering { () throws(ServiceFailure) in
            try await service.endSessions(id, of: account, for: cookie)
        }
    }

    package func unguessable() -> String { service.unguessable() }

    /// What a session's end is told of: it stands for a login.
    private static var login: Request {
        Request(tag: RequestTag(number: 0), verb: .auth)
    }

    private func browser(_ session: OpenedSession) -> BrowserLogin {
        BrowserLogin(
            cookie: session.secret, formToken: session.formToken,
            login: Login(
                answer: Verbs.Auth.End(session.caller, session.login),
                handler: CallerRequestHandler(service, session.caller, turns, report, tellsCodes: true)),
            end: { [service] forum in try? await service.watchEnd(forum, session.caller) })
    }
}
