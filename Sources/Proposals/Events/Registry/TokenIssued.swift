package import CanonicalJSON
package import CivilTime

extension Event {
    /// A token was issued. The record knows its id alone.
    package struct TokenIssued: RegistryBody {
        package static var kind: EventKind { .tokenIssued }
        package static var isForKeepers: Bool { true }

        package var token: String
        package var account: String
        /// Nil where it never expires.
        package var expires: Instant?
    }
}

extension Event.TokenIssued {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        token = try data.text("token")
        account = try data.text("account")
        expires = data.optionalInstant("expires")
    }

    package var data: JSONObject {
        [
            "token": .string(token), "account": .string(account), "expires": .optional(expires?.description),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.tokens[token] = TokenRecord(id: token, account: account, expires: expires)
    }

    package func command(of event: Event) -> RegistryCommand? {
        .issueToken(id: token, account: account, expires: expires)
    }
}
