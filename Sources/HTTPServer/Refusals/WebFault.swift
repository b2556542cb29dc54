import CanonicalJSON
import HTTPTypes
import LineProtocol

/// What is wrong with a request as HTTP, before it says anything that the protocol of lines knows.
enum WebFault: String, CaseIterable, Sendable {
    /// It is no HTTP.
    case badRequest = "BAD_REQUEST"
    /// It comes with a form that cannot be read.
    case badForm = "BAD_FORM"
    /// Nothing is at this address.
    case noSuchAddress = "NO_SUCH_ADDRESS"
    /// The address does not take this method.
    case methodNotAllowed = "METHOD_NOT_ALLOWED"
    /// It came in plain text, and not from a proxy that is named.
    case notFromProxy = "NOT_FROM_PROXY"
    /// The address with its query is too long.
    case targetTooLong = "ADDRESS_TOO_LONG"
    /// The headers are too long, or too many.
    case headersTooLong = "HEADERS_TOO_LONG"
    /// The body is too long.
    case bodyTooLong = "BODY_TOO_LONG"
    /// The body is of a type that the address does not take.
    case unsupportedType = "UNSUPPORTED_MEDIA_TYPE"
    /// The request did not come to its end in time.
    case tooSlow = "TOO_SLOW"

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest, .badForm: .badRequest
        case .noSuchAddress: .notFound
        case .notFromProxy: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .targetTooLong: .uriTooLong
        case .headersTooLong: .requestHeaderFieldsTooLarge
        case .bodyTooLong: .contentTooLarge
        case .unsupportedType: .unsupportedMediaType
        case .tooSlow: .requestTimeout
        }
    }

    /// Whether the rest of such a request is not worth reading, so that its connection ends with the answer.
    var ends: Bool {
        switch self {
        case .badRequest, .notFromProxy, .headersTooLong, .bodyTooLong, .tooSlow: true
        case .badForm, .noSuchAddress, .methodNotAllowed, .targetTooLong, .unsupportedType: false
        }
    }

    /// What was wrong, as one sentence.
    var message: String {
        switch self {
        case .badRequest: "this is not a request of HTTP/1.1"
        case .badForm: "the form cannot be read"
        case .noSuchAddress: "nothing is at this address"
        case .notFromProxy: "plain HTTP is taken here from this server's proxies alone"
        case .methodNotAllowed: "this address does not take this method"
        case .targetTooLong: "the address is longer than \(WebConfiguration.targetBytes) bytes"
        case .headersTooLong:
            "the headers are longer than \(WebConfiguration.headerBytes.all) bytes, or more than \(WebConfiguration.headerCount)"
        case .bodyTooLong: "the body is too long"
        case .unsupportedType: "the body is of a type that this address does not take"
        case .tooSlow: "the request took too long to come"
        }
    }

    /// What to do about it, as one sentence.
    var remedy: String {
        switch self {
        case .badRequest: "Send a request as RFC 9112 says."
        case .badForm: "Encode its names and values as RFC 3986 says, in UTF-8."
        case .noSuchAddress: "Check the address."
        case .notFromProxy: "Ask through the proxy, over HTTPS."
        case .methodNotAllowed: "Use a method that the header Allow lists."
        case .targetTooLong: "Send less in one address."
        case .headersTooLong: "Send fewer and shorter headers."
        case .bodyTooLong: "Send less in one request."
        case .unsupportedType: "Send what the address takes."
        case .tooSlow: "Send the request again, faster."
        }
    }

    /// The fault as a failure, for whoever says all errors in one form.
    func failure(_ message: String? = nil, advice: String? = nil) -> Failure {
        Failure(
            codeText: rawValue, retry: self == .tooSlow ? .same : .never, effect: .none,
            object: ["message": .string(message ?? self.message), "do": .string(advice ?? remedy)])
    }
}
