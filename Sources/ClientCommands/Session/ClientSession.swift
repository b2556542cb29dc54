import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// A connection that has logged in, and how its answers are printed.
struct ClientSession: Sendable {
    let client: LineClient
    /// What AUTH answered; nil where nobody logged in.
    let account: ReadAnswer<Verbs.Auth>?
    let console: Console
    /// Whether programs read the output.
    let isJSON: Bool
    /// The forum that the profile or the environment names.
    let standardForum: String?

    /// Whether a command can do without a login.
    enum Login: Sendable { case needed, optional, none }

    /// How often a request that the server asks to send again is sent in all.
    static let attempts = 20

    /// Connects and logs in.
    static func open(_ options: ConnectionOptions, login: Login = .needed) async throws -> ClientSession {
        let console = options.noPager ? Console.current.unpaged : Console.current
        let address = try options.address(console)
        let given = login == .none ? nil : try options.proof(console)
        if login == .needed, given == nil {
            // Over a UNIX socket the system user may do.
            guard case .unix = address else { throw LoginProof.missing }
        }
        let clientOptions = try options.clientOptions(console)
        let standardForum = try options.standardForum(console)
        do {
            let client = try await LineClient.connect(to: address, options: clientOptions)
            var account: ReadAnswer<Verbs.Auth>?
            if login != .none { account = try await client.logIn(given) }
            if login == .needed, account == nil { throw client.missingProof }
            return ClientSession(
                client: client, account: account, console: console, isJSON: options.json, standardForum: standardForum)
        } catch let error as ClientError {
            throw CommandFailure.broken(error)
        }
    }

    /// Connects, runs, and says goodbye whatever happens.
    static func with<Result>(
        _ options: ConnectionOptions, login: Login = .needed, _ body: (ClientSession) async throws -> Result
    ) async throws -> Result {
        let session = try await open(options, login: login)
        do {
            let result = try await body(session)
            await session.client.close()
            return result
        } catch {
            await session.client.close()
            throw error
        }
    }

    /// The answer to a request, sent again where the server asks for that. `given` is the key that its user gave it.
    func answer(to request: Request, given key: String? = nil) async throws -> Answer {
        let request = try await withPastOffice(request.wholeWords())
        do {
            var answer = try await client.request(request)
            var attempt = 1
            while let pause = answer.failure.flatMap({ ClientSession.pause($0, of: request, attempt) }),
                attempt < ClientSession.attempts
            {
                try await Task.sleep(for: pause)
                answer = try await client.request(request)
                attempt += 1
            }
            return answer
        } catch let error as ClientError {
            throw LostWrite.failure(error, request, key: key)
        }
    }

    /// What a request answers; where its words stand in a file, a refusal of them is no fault of the command line.
    func answering<Result>(_ isContent: Bool, _ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let failure as CommandFailure where isContent { throw failure.ofContent }
    }

    /// The rows and the object of a request that must succeed. A write has a key, so that what the server asks to send again has its
    /// effect once.
    func ask(_ request: Request) async throws -> (rows: [JSONObject], object: JSONObject) {
        let given = request.key
        var request = request
        if request.isWrite, given == nil { request.key = ClientSession.newKey() }
        let answer = try await answer(to: request, given: given)
        switch answer.result {
        case .success(let object): return (answer.rows, object)
        case .failure(let failure): throw CommandFailure.refused(failure)
        }
    }

    /// The forum that is meant: the one given, that of the profile or the environment, the account's own, or the only one there
    /// is. Trials never count: what a tour left behind changes nothing for who works in the real forum.
    func forum(_ given: String?) async throws -> String {
        if let given = given ?? standardForum ?? ownForum { return given }
        let rows = try await read(Verbs.Forums()).rows
        let forums = rows.filter { $0.mark == nil }.map(\.forum)
        if forums.count == 1 { return forums[0] }
        guard !rows.isEmpty else {
            throw CommandFailure.usage("the server has no forum yet; load one with: chancery forum load DIR")
        }
        let names = forums.isEmpty ? rows.map(\.forum) : forums
        throw CommandFailure.usage(
            (forums.isEmpty ? "the server has only trials; " : "") + "choose a forum with --forum or CHANCERY_FORUM: "
                + TerminalText.line(names.joined(separator: ", ")))
    }

    /// Who is logged in.
    var caller: Verbs.Auth.End? { account.map { Verbs.Auth.End($0.sent.object) } }

    /// The forum of the account; an administrator of the server belongs to none.
    private var ownForum: String? { caller.flatMap { $0.isAdministrator ? nil : $0.forum } }

    /// How long to wait before the identical request is sent again; nil where that is no use.
    static func pause(_ failure: Failure, of request: Request, _ attempt: Int) -> Duration? {
        // Without a key the same request would be a second write, whatever the server asks for.
        guard failure.effect == .none || !request.isWrite || request.key != nil else { return nil }
        switch failure.retry {
        case .after(let milliseconds):
            // A database that stays away is for a person to look at.
            guard failure.code != .storeUnavailable || attempt < 5 else { return nil }
            return .milliseconds(min(milliseconds, 5000))
        case .same
        where failure.code == .tooManyOpen || failure.code == .storeUnavailable
            || failure.code == .effectUnknown:
            return attempt < 5 ? .milliseconds(100 * attempt) : nil
        case .same, .never, .fresh: return nil
        }
    }

    /// A key that nobody used before.
    static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return "cli-"
            + (0..<2).map { _ in
                let digits = String(generator.next() as UInt64, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
    }
}
