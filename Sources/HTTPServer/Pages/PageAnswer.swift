import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import WebPages

/// What a page answers.
struct PageAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [UInt8]
    /// What follows the body while it comes; nil where the body is all.
    var rest: SentText?
    /// What becomes of the session's cookie.
    var cookie: CookieChange = .stays

    enum CookieChange: Sendable {
        case stays
        case set(String)
        case ends
    }

    /// A page in the language of its reader.
    static func page(_ html: [UInt8], status: HTTPResponse.Status = .ok) -> PageAnswer {
        PageAnswer(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentLanguage: PageReader.current.language.rawValue,
                .vary: "Accept-Language, Cookie",
            ], body: html)
    }

    /// The page at another address, asked for with GET whatever was asked before.
    static func redirect(_ address: String) -> PageAnswer {
        PageAnswer(status: .seeOther, headers: [.location: address], body: [])
    }

    /// A text of another kind than a page. Bytes that somebody filed are given to keep, and run nothing where they are opened.
    static func file(_ bytes: [UInt8], type: String, name: String? = nil) -> PageAnswer {
        var answer = PageAnswer(status: .ok, headers: [.contentType: type], body: bytes)
        if let name { answer.headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        return answer
    }

    /// A file that somebody saves, and that no browser takes for a page of this server, whatever stands in it.
    static func kept(_ bytes: [UInt8], name: String) -> PageAnswer {
        var answer = file(bytes, type: "application/octet-stream", name: name)
        answer.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return answer
    }

    /// What the answer says in its head.
    ///
    /// - Parameter isPrivate: whether it is for one visitor, and not to be kept on the way.
    func fields(_ cookies: PageCookies, isPrivate: Bool) -> HTTPFields {
        var fields = headers
        for field in PageHeaders.all(isSecure: cookies.isSecure) where fields[field.name] == nil {
            fields.append(field)
        }
        if fields[.cacheControl] == nil { fields[.cacheControl] = isPrivate ? "no-store" : "no-cache" }
        switch cookie {
        case .stays: break
        case .set(let secret): fields.append(HTTPField(name: .setCookie, value: cookies.set(secret)))
        case .ends: fields.append(HTTPField(name: .setCookie, value: cookies.end))
        }
        return fields
    }

    func response(_ cookies: PageCookies, isPrivate: Bool) -> WebResponse {
        WebResponse(
            status: status, headers: fields(cookies, isPrivate: isPrivate),
            body: rest?.body(after: body) ?? ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// What every page says to browsers besides itself.
enum PageHeaders {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'"

    static func all(isSecure: Bool) -> [HTTPField] {
        var fields = [
            HTTPField(name: .contentSecurityPolicy, value: policy),
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            // The browser's own forms must say where they come from, which `no-referrer` would keep from us.
            HTTPField(name: named("referrer-policy"), value: "same-origin"),
            HTTPField(name: named("x-frame-options"), value: "DENY"),
            HTTPField(name: named("cross-origin-opener-policy"), value: "same-origin"),
            HTTPField(name: named("cross-origin-resource-policy"), value: "same-origin"),
            HTTPField(name: named("permissions-policy"), value: "camera=(), geolocation=(), microphone=(), payment=()"),
        ]
        if isSecure {
            fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000"))
        }
        return fields
    }

    /// A name that is one: only letters and hyphens stand above.
    private static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .xContentTypeOptions }
}
