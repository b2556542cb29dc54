import CanonicalJSON
import HTTPTypes
import Hummingbird
import LineProtocol
import NIOCore

/// A failure as programs read it: an object of RFC 9457, with all that an ERR carries.
struct Problem: Error {
    static let type = "application/problem+json"

    let status: HTTPResponse.Status
    let failure: Failure
    /// What its answer says besides in its head.
    var headers: HTTPFields = [:]

    init(_ failure: Failure, status: HTTPResponse.Status? = nil) {
        self.failure = failure
        self.status = status ?? failure.code?.status ?? .internalServerError
    }

    /// After one for which the rest of its request is not worth reading, the connection closes.
    init(_ fault: WebFault, _ message: String? = nil, advice: String? = nil) {
        self.init(fault.failure(message, advice: advice), status: fault.status)
        if fault.ends { headers[.connection] = "close" }
    }

    /// The members that HTTP names go before the failure's own.
    var object: JSONObject {
        var object = failure.object
        object["message"] = nil
        object["code"] = .string(failure.codeText)
        object["retry"] = .string(failure.retry.text)
        object["effect"] = .string(failure.effect.rawValue)
        object["title"] = .string(status.reasonPhrase)
        object["status"] = .integer(Int64(status.code))
        object["detail"] = .string(failure.message)
        return object
    }

    /// What its answer says in its head.
    var fields: HTTPFields {
        var headers: HTTPFields = [
            .contentType: Problem.type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .vary: "Authorization",
        ]
        if case .after(let milliseconds) = failure.retry {
            headers[.retryAfter] = String(max(1, (milliseconds + 999) / 1000))
        }
        if status == .unauthorized { headers[.wwwAuthenticate] = challenge }
        headers.append(contentsOf: self.headers)
        return headers
    }

    var body: ByteBuffer { ByteBuffer(bytes: object.canonicalBytes) }

    var response: WebResponse {
        WebResponse(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
    }

    /// RFC 6750, section 3: without a token the challenge says nothing of one.
    private var challenge: String {
        let realm = "Bearer realm=\"chancery\""
        switch failure.code {
        case .badToken, .tokenExpired, .tokenRevoked:
            return realm + ", error=\"invalid_token\", error_description=\"\(failure.message.quotable)\""
        default: return realm
        }
    }
}

extension String {
    /// As it may stand between quotation marks in a header.
    fileprivate var quotable: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { (" "..."~").contains($0) && $0 != "\"" && $0 != "\\" }))
    }
}
