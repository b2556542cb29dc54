import CanonicalJSON
package import LineProtocol

/// The way in through one door, each request of which is counted.
package struct MeteredGateway: RequestGateway {
    private let gateway: any RequestGateway
    private let meter: RequestMeter

    package init(_ gateway: any RequestGateway, _ meter: RequestMeter) {
        self.gateway = gateway
        self.meter = meter
    }

    package var browsers: (any BrowserGateway)? { gateway.browsers.map { MeteredBrowsers($0, meter) } }

    package var logs: (any LogGateway)? { gateway.logs }

    package func strangers(at address: String?) -> any RequestHandler {
        MeteredHandler(gateway.strangers(at: address), meter)
    }

    package func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
        await meter.count(request) { await gateway.authenticate(request, from: peer) }.map { $0.metered(by: meter) }
    }
}

/// The same for browsers. Showing a cookie is no request of its own.
private struct MeteredBrowsers: BrowserGateway {
    private let browsers: any BrowserGateway
    private let meter: RequestMeter

    init(_ browsers: any BrowserGateway, _ meter: RequestMeter) {
        self.browsers = browsers
        self.meter = meter
    }

    func openSession(_ request: Request) async -> Result<BrowserLogin, Failure> {
        await meter.count(request) { await browsers.openSession(request) }.map(metered)
    }

    func openSession(of linked: LinkedAccount) async -> Result<BrowserLogin, Failure> {
        let request = Request(tag: RequestTag(number: 0), verb: .auth)
        return await meter.count(request) { await browsers.openSession(of: linked) }.map(metered)
    }

    func accounts(of login: ProvenLogin) async -> Result<[LinkedAccount], Failure> {
        await browsers.accounts(of: login)
    }

    func keepAttempt(_ attempt: JSONObject) async -> Result<String, Failure> { await browsers.keepAttempt(attempt) }

    func takeAttempt(_ cookie: String) async -> Result<JSONObject?, Failure> { await browsers.takeAttempt(cookie) }

    func session(_ cookie: String, isUse: Bool) async -> Result<BrowserLogin?, Failure> {
        await browsers.session(cookie, isUse: isUse).map { $0.map(metered) }
    }

    func endSession(_ cookie: String) async -> Result<Void, Failure> { await browsers.endSession(cookie) }

    func sessions(
        _ id: String?, of account: String?, for cookie: String
    ) async -> Result<[ListedSession], Failure> {
        await browsers.sessions(id, of: account, for: cookie)
    }

    func endSessions(_ id: String?, of account: String?, for cookie: String) async -> Result<Int, Failure> {
        await browsers.endSessions(id, of: account, for: cookie)
    }

    func unguessable() -> String { browsers.unguessable() }

    private func metered(_ login: BrowserLogin) -> BrowserLogin {
        BrowserLogin(
            cookie: login.cookie, formToken: login.formToken, login: login.login.metered(by: meter), end: login.end)
    }
}

private struct MeteredHandler: RequestHandler {
    private let handler: any RequestHandler
    private let meter: RequestMeter

    init(_ handler: any RequestHandler, _ meter: RequestMeter) {
        self.handler = handler
        self.meter = meter
    }

    func accept(_ request: Request) async -> Operation {
        // Waiting for its turn is part of what a request takes.
        let start = meter.now()
        let operation = await handler.accept(request)
        return Operation(operation.haste) { [meter] writer in
            meter.begin()
            let outcome = await operation.run(writer)
            meter.end(request.verb, since: start, outcome.failure)
            return outcome
        }
    }
}

extension Login {
    fileprivate func metered(by meter: RequestMeter) -> Login {
        Login(answer: answer, handler: MeteredHandler(handler, meter))
    }
}

extension RequestMeter {
    fileprivate func count<Value>(
        _ request: Request, _ body: () async -> Result<Value, Failure>
    ) async -> Result<Value, Failure> {
        let start = now()
        begin()
        let result = await body()
        end(request.verb, since: start, result.failure)
        return result
    }
}

extension Result where Failure == LineProtocol.Failure {
    fileprivate var failure: LineProtocol.Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
