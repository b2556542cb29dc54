import HTTPTypes
import Hummingbird

/// The two cookies of pages: the session's, and the one that stands beside the form of the login.
struct PageCookies: Sendable {
    /// Whether browsers come over TLS; only then do they take the names that say so.
    let isSecure: Bool

    private var sessionName: String { isSecure ? "__Host-chancery" : "chancery" }
    private var loginName: String { isSecure ? "__Host-chancery-login" : "chancery-login" }
    private var marks: String { "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }

    func session(of request: WebRequest) -> String? { value(sessionName, request) }
    func login(of request: WebRequest) -> String? { value(loginName, request) }

    func set(_ secret: String) -> String { "\(sessionName)=\(secret)\(marks)" }
    var end: String { "\(sessionName)=\(marks); Max-Age=0" }
    func setLogin(_ secret: String) -> String { "\(loginName)=\(secret)\(marks); Max-Age=3600" }

    /// The cookie of a name, as this server made it; a browser that shows two of one name shows none.
    private func value(_ name: String, _ request: WebRequest) -> String? {
        let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let found = pairs.compactMap { pair -> String? in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].drop(while: { $0 == " " }) == name else { return nil }
            return String(sides[1])
        }
        guard found.count == 1, let value = found.first, value.utf8.count == 64, value.utf8.allSatisfy(isHex) else {
            return nil
        }
        return value
    }

    private func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
