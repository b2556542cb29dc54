import HTTPTypes
import LineProtocol

/// A verb at its address: `/api/v1/show/{ref}`. The verb's own shape says everything.
struct APIRoute: Sendable {
    let verb: Verb

    /// By the last word of the address.
    static let all: [String: APIRoute] = Dictionary(
        uniqueKeysWithValues: Verb.allCases.map(APIRoute.init).filter { !$0.methods.isEmpty }.map { ($0.name, $0) })

    /// The word of the address: `show`.
    var name: String { verb.rawValue.lowercased() }

    /// The methods that it takes; none where a verb concerns a connection of lines alone. AUTH says whose token it was, PING the time.
    var methods: [HTTPRequest.Method] {
        switch (verb.shape.access, verb.shape.object) {
        case (.session, _): verb == .auth || verb == .ping ? [.get] : []
        case (.read, .none): [.get]
        case (.read, .optional): [.get, .post]
        case (.read, .required): [.post]
        case (.writeWithObject, _): [.get, .post]
        case (.write, _), (.deposit, _): [.post]
        }
    }

    /// Whether a body is read with a method.
    func takesObject(_ method: HTTPRequest.Method) -> Bool { method == .post && verb.shape.object != .none }

    /// The arguments that its address may have: each number of them is an address of its own in a description.
    func paths() -> [(path: String, arguments: [VerbShape.Positional])] {
        let arguments = verb == .auth ? [] : verb.shape.positionals
        let least = arguments.prefix { $0.isRequired }.count
        return (least...arguments.count).map { count in
            let taken = Array(arguments.prefix(count))
            return (([API.root, name] + taken.map { "{\($0.name)}" }).joined(separator: "/"), taken)
        }
    }

    /// How a request is written, as one line: `POST /api/v1/advance/{ref}/{transition} {...}`.
    var usage: String {
        let path = ([API.root, name] + verb.shape.positionals.map { "{\($0.name)}" }).joined(separator: "/")
        let query = verb.shape.options.map(\.name).joined(separator: "&")
        let line = methods.map(\.rawValue).joined(separator: " or ") + " " + path + (query.isEmpty ? "" : "?" + query)
        return verb == .auth ? "GET \(API.root)/auth" : line
    }
}
