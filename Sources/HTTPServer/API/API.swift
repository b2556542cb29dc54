import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import Listening
import NIOCore
import Requests

/// The API for programs: each verb of the protocol at an address of its own, by Bearer tokens alone.
struct API: RouteGroup {
    static let root = "/api/v1"
    let desk: Desk
    /// Watches that are open: of one account, as many as one connection of lines may have.
    private let watches: Room

    init(_ desk: Desk) {
        self.desk = desk
        let configuration = desk.configuration
        watches = Room(ofName: configuration.limits.watches, ofAll: max(1, configuration.connections / 2))
    }

    func holds(_ path: Substring) -> Bool { path == API.root || path.hasPrefix(API.root + "/") }

    func refusal(_ fault: WebFault, to request: WebRequest, _ context: WebContext) -> WebResponse {
        Problem(fault).response
    }

    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        do {
            return try await answer(request, context)
        } catch let problem as Problem {
            return problem.response
        }
    }

    private func answer(_ request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        let target: WebTarget
        do throws(WebTarget.Fault) { target = try WebTarget(request.head.path ?? "") } catch {
            throw Problem(Failure(.badArgument, error.sentence, advice: "Encode the address as RFC 3986 says."))
        }
        let words = target.segments.dropFirst(2)
        if Array(words) == [OpenAPI.name] {
            try API.check(request.method, among: [.get], of: OpenAPI.path)
            return try await description(target, by: try await login(request), context)
        }
        guard let route = words.first.flatMap({ APIRoute.all[$0] }) else { throw API.unknown(words.first) }
        try API.check(request.method, among: route.methods, of: "\(route.verb)")
        let login = try await login(request)
        if route.verb == .auth { return try API.whoIsIt(login, target) }
        if route.verb == .ping { return try now(target) }
        guard login != nil || route.verb.isPublic else {
            throw Problem(Failure(.notLoggedIn, "\(route.verb) needs a login", advice: API.tokenAdvice))
        }
        let asked = try await parsed(request, target, route, limit: login == nil ? \.lineBytesBeforeLogin : \.lineBytes)
        if asked.verb == .watch { try take(login, context) }
        let peer = desk.forwarding(request, context).peer
        let open = await desk.begin(asked, by: login, at: peer, context)
        guard asked.verb == .watch else { return try await APIAnswer(open).response() }
        return try await EventStream(open, desk).response(context)
    }

    private static func unknown(_ word: String?) -> Problem {
        if let word, let meant = APIRoute.all[word.lowercased()] {
            return Problem(.noSuchAddress, advice: "Write it as \(root)/\(meant.name).")
        }
        return Problem(.noSuchAddress, advice: "See docs/http.md for the addresses.")
    }

    private static func check(
        _ method: HTTPRequest.Method, among methods: [HTTPRequest.Method], of address: String
    ) throws(Problem) {
        var allowed = methods
        if allowed.contains(.get) { allowed.insert(.head, at: 1) }
        guard !allowed.contains(method) else { return }
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        var problem = Problem(.methodNotAllowed, "\(address) does not take this method", advice: "Use \(list).")
        problem.headers[.allow] = list
        throw problem
    }

    // MARK: Who asks

    static let tokenAdvice = "Send the header Authorization: Bearer TOKEN."

    /// Whose token the request shows; nil where it shows none.
    private func login(_ request: WebRequest) async throws(Problem) -> Login? {
        let given = request.headers[values: .authorization]
        guard let credentials = given.first else { return nil }
        guard given.count == 1 else {
            throw Problem(Failure(.badArgument, "the header Authorization is given twice", advice: API.tokenAdvice))
        }
        let parts = credentials.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem(Failure(.notLoggedIn, "only Bearer tokens are taken here", advice: API.tokenAdvice))
        }
        switch await desk.login(token: String(parts[1].drop { $0 == " " })) {
        case .success(let login): return login
        case .failure(let failure): throw Problem(failure)
        }
    }

    /// Takes room for one more watch of an account, until nobody reads it any more.
    private func take(_ login: Login?, _ context: WebContext) throws(Problem) {
        let account = login?.answer.account ?? ""
        do throws(Room.Full) { try watches.enter(account) } catch {
            let most = desk.configuration.limits.watches
            throw Problem(.tooManyWatches(most, advice: "End \(most == 1 ? "it" : "one of them") first."))
        }
        context.answers.onLeave { [watches] in watches.leave(account) }
    }

    /// What PING answers on a connection of lines.
    private func now(_ target: WebTarget) throws(Problem) -> WebResponse {
        guard target.segments.count == 3, target.query.isEmpty else {
            throw Problem(Failure(.extraArgument, "PING takes nothing", advice: "Write: GET \(API.root)/ping"))
        }
        return APIAnswer.response(
            JSONValue.object(Verbs.Ping.End(now: desk.time.date()).object).canonicalBytes)
    }

    /// What AUTH answers on a connection of lines.
    private static func whoIsIt(_ login: Login?, _ target: WebTarget) throws(Problem) -> WebResponse {
        guard let login else {
            throw Problem(Failure(.notLoggedIn, "AUTH needs a token", advice: API.tokenAdvice))
        }
        guard target.segments.count == 3, target.query.isEmpty else {
            throw Problem(
                Failure(.extraArgument, "AUTH takes nothing but the token", advice: "Write: GET \(root)/auth"))
        }
        return APIAnswer.response(JSONValue.object(login.answer.object).canonicalBytes)
    }

    // MARK: What is asked

    private func parsed(
        _ request: WebRequest, _ target: WebTarget, _ route: APIRoute, limit: KeyPath<Limits, Int>
    ) async throws -> LineProtocol.Request {
        var parts = LineProtocol.Request.Parts(usage: route.usage)
        parts.arguments = target.segments.dropFirst(3).map { $0 }
        parts.options = target.query
        if route.verb == .watch, let cursor = EventStream.cursor(request) {
            parts.options = parts.options.filter { $0.name != "after" } + [("after", cursor)]
        }
        if let argument = parts.arguments.first(where: { $0.isEmpty || $0.contains("=") }) {
            let what = argument.isEmpty ? "an argument is empty" : "an argument cannot hold ="
            throw Problem(Failure(.badArgument, what, advice: "Write: \(route.usage)"))
        }
        if let name = target.query.map(\.name).first(where: { $0 == "key" || $0 == "if" }) {
            let header = name == "key" ? "Idempotency-Key" : "If-Match"
            throw Problem(
                Failure(
                    .extraArgument, "\(name)= is not taken in an address", advice: "Send the header \(header).",
                    details: ["argument": .string(name)]))
        }
        if route.verb.shape.takesKey { parts.key = try Precondition.key(request) }
        parts.version = try Precondition.version(request, of: route.verb)
        parts.object = try await object(request, route, upTo: desk.configuration.limits[keyPath: limit])
        do throws(Failure) { return try LineProtocol.Request(route.verb, parts) } catch { throw Problem(error) }
    }

    /// The bytes of the object; nil where the body is empty.
    private func object(_ request: WebRequest, _ route: APIRoute, upTo limit: Int) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > limit {
            throw API.tooLong(limit)
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { throw API.tooLong(limit) }
            bytes += part.readableBytesView
        }
        guard !bytes.isEmpty else {
            guard request.method == .post, route.verb.shape.access == .writeWithObject else { return nil }
            throw Problem(
                Failure(
                    .missingArgument, "\(route.verb) needs a JSON object to write", advice: "Without one, use GET.",
                    details: ["argument": "object"]))
        }
        guard request.method == .post else {
            throw Problem(
                Failure(
                    .extraArgument, "a \(request.method.rawValue) carries no object", advice: "Send it with POST.",
                    details: ["argument": "object"]))
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() ?? ""
        guard type == "application/json" else {
            throw Problem(
                .unsupportedType,
                type.isEmpty ? "the body says no type" : "the body is of type \(type.prefix(100).filter(\.isASCII))",
                advice: "Send JSON with Content-Type: application/json.")
        }
        return bytes
    }

    private static func tooLong(_ limit: Int) -> Problem {
        Problem(.bodyTooLong, "the body is longer than \(limit) bytes")
    }
}
