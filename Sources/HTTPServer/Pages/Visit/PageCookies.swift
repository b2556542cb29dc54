import HTTPTypes
import Hummingbird
import WebPages

/// The cookies of pages: the session's, the one that stands beside the form of the login, that of a login which goes through a provider, and the
/// language and the time zone that were chosen.
struct PageCookies: Sendable {
    /// Whether browsers come over TLS; only then do they take the names that say so.
    let isSecure: Bool

    private var sessionName: String { isSecure ? "__Host-chancery" : "chancery" }
    private var loginName: String { isSecure ? "__Host-chancery-login" : "chancery-login" }
    private var attemptName: String { isSecure ? "__Host-chancery-oidc" : "chancery-oidc" }
    private var languageName: String { isSecure ? "__Host-chancery-language" : "chancery-language" }
    private var zoneName: String { isSecure ? "__Host-chancery-zone" : "chancery-zone" }
    private var marks: String { "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }

    func session(of request: WebRequest) -> String? { value(sessionName, request) }
    func login(of request: WebRequest) -> String? { value(loginName, request) }

    func attempt(of request: WebRequest) -> String? { value(attemptName, request) }

    func set(_ secret: String) -> String { "\(sessionName)=\(secret)\(marks)" }
    var end: String { "\(sessionName)=\(marks); Max-Age=0" }
    func setLogin(_ secret: String) -> String { "\(loginName)=\(secret)\(marks); Max-Age=3600" }
    func setAttempt(_ secret: String) -> String { "\(attemptName)=\(secret)\(marks); Max-Age=600" }
    var endAttempt: String { "\(attemptName)=\(marks); Max-Age=0" }

    /// The language that was chosen; nil where none was, or none that there is.
    func language(of asking: HTTPFields) -> PageLanguage? {
        shown(languageName, asking).flatMap { PageLanguage(rawValue: $0) }
    }
    func set(_ language: PageLanguage) -> String { "\(languageName)=\(language.rawValue)\(marks); Max-Age=31536000" }

    /// The time zone that was chosen; nil where times are told in UTC alone.
    func zone(of asking: HTTPFields) -> PageZone? { shown(zoneName, asking).flatMap { PageZone(id: $0) } }
    /// - Parameter id: of a zone that there is, or ``noZone``.
    func setZone(_ id: String) -> String { "\(zoneName)=\(id)\(marks); Max-Age=31536000" }
    static let noZone = "UTC"

    /// A secret as this server made it.
    private func value(_ name: String, _ request: WebRequest) -> String? {
        guard let value = shown(name, request.headers), value.utf8.count == 64, value.utf8.allSatisfy(isHex) else {
            return nil
        }
        return value
    }

    /// The cookie of a name; a browser that shows two of one name shows none.
    private func shown(_ name: String, _ asking: HTTPFields) -> String? {
        let pairs = asking[values: .cookie].flatMap { $0.split(separator: ";") }
        let found = pairs.compactMap { pair -> String? in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].drop(while: { $0 == " " }) == name else { return nil }
            return String(sides[1])
        }
        return found.count == 1 ? found.first : nil
    }

    private func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
