/// Identity providers at which people log in, as pages use them.
package protocol LoginProviders: Sendable {
    /// In the order of their buttons.
    var offered: [OfferedProvider] { get }

    /// Where a browser is sent to log in.
    ///
    /// - Parameters:
    ///   - secret: what the browser's cookie holds; all that makes this login differ from others is made from it.
    ///   - callback: the address of this server to which it comes back.
    func address(_ provider: String, secret: String, callback: String) async throws(LoginFault) -> String

    /// Who came back with what a provider gave the browser, where all of it holds.
    func proven(
        _ provider: String, secret: String, callback: String, _ answer: ProviderAnswer
    ) async throws(LoginFault) -> ProvenLogin
}

/// A provider as a page offers it.
package struct OfferedProvider: Sendable, Hashable {
    /// How addresses of this server name it.
    package let name: String
    package let label: String
    /// Its own address.
    package let issuer: String

    package init(name: String, label: String, issuer: String) {
        self.name = name
        self.label = label
        self.issuer = issuer
    }
}

/// What a provider sends a browser back with (RFC 6749, section 4.1.2; RFC 9207).
package struct ProviderAnswer: Sendable, Hashable {
    package var code: String?
    package var state: String?
    package var issuer: String?
    package var error: String?

    package init(code: String? = nil, state: String? = nil, issuer: String? = nil, error: String? = nil) {
        self.code = code
        self.state = state
        self.issuer = issuer
        self.error = error
    }
}

/// A person whom a provider vouched for.
package struct ProvenLogin: Sendable, Hashable {
    package let issuer: String
    package let subject: String

    package init(issuer: String, subject: String) {
        self.issuer = issuer
        self.subject = subject
    }
}

/// Why somebody was not logged in by a provider.
package enum LoginFault: Error, Sendable, Hashable {
    /// What came back does not hold: why, as a sentence without a capital.
    case refused(String)
    /// The ID token does not hold: why, as a sentence about it.
    case token(String)
    /// The provider itself refused, with a word of its own.
    case denied(String)
    /// The provider cannot be used: why, as a sentence about it.
    case provider(String)
    /// The provider gave no answer that can be used: why, as the end of a sentence about it.
    case unreachable(String)

    /// As one sentence, without a capital and a full stop.
    package var sentence: String {
        switch self {
        case .refused(let why): why
        case .token(let why): "the provider's token was refused: \(why)"
        case .denied(let word): "the provider did not log you in (\(LoginFault.word(word)))"
        case .provider(let why): "the provider cannot be used: \(why)"
        case .unreachable(let why): "the provider \(why)"
        }
    }

    /// Whether it is no fault of whoever logs in.
    package var isOurs: Bool {
        switch self {
        case .refused, .token, .denied: false
        case .provider, .unreachable: true
        }
    }

    /// A word of a provider, as far as it is one.
    package static func word(_ text: String) -> String {
        let word = text.utf8.prefix(60).filter { $0 > 0x20 && $0 < 0x7F }
        return word.isEmpty ? "without a reason" : String(decoding: word, as: UTF8.self)
    }
}
