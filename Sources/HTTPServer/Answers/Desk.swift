import CanonicalJSON
import LineProtocol
import Listening
import Requests
import Synchronization

/// Where every group of addresses hands its requests in: it logs callers in, begins their requests, and ends them when the server stops.
final class Desk: Sendable {
    private struct State {
        var isStopping = false
        var open: [ObjectIdentifier: OpenAnswer] = [:]
    }

    let configuration: WebConfiguration
    let time: TimeSource
    private let gateway: any RequestGateway
    /// The sessions of browsers; nil where the gateway knows none.
    var browsers: (any BrowserGateway)? { gateway.browsers }
    /// The logs of public records; nil where the gateway has none.
    var logs: (any LogGateway)? { gateway.logs }
    private let logins = KnownLogins()
    private let state = Mutex(State())

    init(_ configuration: WebConfiguration, _ gateway: any RequestGateway, _ time: TimeSource) {
        self.configuration = configuration
        self.gateway = gateway
        self.time = time
    }

    /// Whom a token lets in. One that was accepted is not asked for again: the service looks with each request whether it still counts.
    func login(token: String) async -> Result<Login, Failure> {
        let name = logins.name(of: token)
        if let login = logins[name] { return .success(login) }
        let request = LineProtocol.Request(
            tag: RequestTag(number: 0), verb: .auth, object: ["token": .string(token)])
        let result = await gateway.authenticate(request, from: .unknown)
        if case .success(let login) = result { logins.keep(login, as: name) }
        return result
    }

    /// Begins a request of a caller, or of a stranger; answers what comes of it. What is read while it comes is given up with the request
    /// over HTTP that it is for.
    ///
    /// - Parameters:
    ///   - peer: the address from which it came; nil where that is not known.
    ///   - isTyped: whether an answer is wanted as its type has it (``OpenAnswer/typed``).
    ///   - isUnattended: whether it goes on while nobody waits for it.
    func begin(
        _ request: LineProtocol.Request, by login: Login?, at peer: String?, _ context: WebContext? = nil,
        isTyped: Bool = false, isUnattended: Bool = false
    ) async -> OpenAnswer {
        let answer = OpenAnswer(request, isTyped: isTyped, isUnattended: isUnattended)
        context?.answers.add(answer)
        let isStopping = state.withLock { state in
            if !state.isStopping { state.open[ObjectIdentifier(answer)] = answer }
            return state.isStopping
        }
        guard !isStopping else {
            answer.end(.failure(Failure(.shuttingDown, "the server is stopping")))
            return answer
        }
        guard login != nil || request.verb.isPublic else {
            answer.end(.failure(Failure(.notLoggedIn, "\(request.verb) needs a login")))
            done(answer)
            return answer
        }
        let operation = await (login?.handler ?? gateway.strangers(at: ClientAddress.name(of: peer))).accept(request)
        answer.begin { [self] in
            defer { done(answer) }
            return await operation.run(answer)
        }
        return answer
    }

    private func done(_ answer: OpenAnswer) {
        state.withLock { _ = $0.open.removeValue(forKey: ObjectIdentifier(answer)) }
    }

    /// The server stops: watches and what nobody waits for end at once, and nothing more is begun.
    func stop() {
        let open = state.withLock { state in
            state.isStopping = true
            return Array(state.open.values)
        }
        for answer in open where answer.request.verb == .watch || answer.isUnattended {
            answer.stop(Failure(.shuttingDown, "the server is stopping"))
        }
    }

    /// Time is up: what is still open is told that nobody knows what becomes of it.
    func giveUp() {
        for answer in state.withLock({ Array($0.open.values) }) {
            let failure =
                answer.request.isWrite
                ? Failure(.effectUnknown, "the server stopped before it was known whether this was written")
                : Failure(.shuttingDown, "the server stopped before this was answered")
            answer.end(.failure(failure.told(of: answer.request)))
        }
    }

    /// How many requests are open.
    var openCount: Int { state.withLock { $0.open.count } }
}
