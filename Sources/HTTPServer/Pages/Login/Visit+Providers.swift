import HTTPTypes
import LineProtocol
import Requests
import WebPages

extension Visit {
    /// Where people log in instead; nil where no provider is configured.
    var providers: (any LoginProviders)? { desk.configuration.providers }

    /// The provider of a name, or that there is none.
    func provider(_ name: String) throws(PageEnd) -> (OfferedProvider, any LoginProviders) {
        guard let providers, let offered = providers.offered.first(where: { $0.name == name }) else {
            throw .missing(tr("There is no page at this address."))
        }
        return (offered, providers)
    }

    /// The address to which a provider sends this browser back, as the browser knows this server.
    func callback(_ provider: String) -> String {
        (cookies.isSecure ? "https://" : "http://") + (host ?? "") + PageAddress.callback(provider)
    }

    /// Keeps what a login has come to; answers what the browser's cookie holds from now on.
    func keep(_ attempt: LoginAttempt) async throws(PageEnd) -> String {
        switch await browsers.keepAttempt(attempt.object) {
        case .success(let secret): return secret
        case .failure(let failure): throw end(failure)
        }
    }

    /// What this browser's login has come to, which is forgotten with it; nil where there is none under way.
    func takeAttempt() async throws(PageEnd) -> LoginAttempt? {
        guard let attempt else { return nil }
        switch await browsers.takeAttempt(attempt) {
        case .success(let object): return object.flatMap { LoginAttempt($0) }
        case .failure(let failure): throw end(failure)
        }
    }

    /// Where a browser is sent to log in at a provider, and the cookie with which it comes back.
    func begin(_ attempt: LoginAttempt) async throws(PageEnd) -> (address: String, cookie: HTTPField) {
        let (_, providers) = try provider(attempt.provider)
        let begun = LoginAttempts.Kind.begun(peer ?? "")
        guard !attempts.isTooMany(begun, .address(peer ?? "")) else { throw Visit.tooOften }
        attempts.count(begun)
        let secret = try await keep(attempt)
        do throws(LoginFault) {
            let address = try await providers.address(
                attempt.provider, secret: secret, callback: callback(attempt.provider))
            return (address, HTTPField(name: .setCookie, value: cookies.setAttempt(secret)))
        } catch {
            _ = await browsers.takeAttempt(secret)
            throw Visit.end(error)
        }
    }

    /// What is said to whoever has to wait.
    static var tooOften: PageEnd {
        .told(.tooManyOpen, tr("Too many logins were tried."), advice: tr("Wait a minute, then try again."))
    }

    /// What follows for the visit from a login at a provider that came to nothing.
    static func end(_ fault: LoginFault) -> PageEnd {
        fault.isOurs
            ? .told(.storeUnavailable, fault.told, advice: tr("Try again later, or log in with a token."))
            : .told(
                .forbidden, fault.told, advice: tr("Begin again; if it happens once more, tell your administrator."))
    }
}
