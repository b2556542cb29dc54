import CanonicalJSON

/// What a login has come to that goes through a provider, as it is kept between two requests of the browser.
struct LoginAttempt: Sendable, Hashable {
    /// The provider's name in this server's addresses.
    var provider: String
    /// The page that was asked for before.
    var to: String
    /// The account whose holder links it; nil where somebody logs in.
    var account: String?
    /// Who the provider vouched for; nil until then.
    var subject: String?

    init(provider: String, to: String, account: String? = nil, subject: String? = nil) {
        self.provider = provider
        self.to = to
        self.account = account
        self.subject = subject
    }

    /// Nil where it is none.
    init?(_ object: JSONObject) {
        guard let provider = object["provider"]?.string, let to = object["to"]?.string else { return nil }
        self.init(
            provider: provider, to: to, account: object["account"]?.string, subject: object["subject"]?.string)
    }

    var object: JSONObject {
        [
            "provider": .string(provider), "to": .string(to), "account": .optional(account),
            "subject": .optional(subject),
        ]
    }
}
