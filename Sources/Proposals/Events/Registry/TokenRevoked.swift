package import CanonicalJSON

extension Event {
    /// A token was revoked.
    package struct TokenRevoked: RegistryBody {
        package static var kind: EventKind { .tokenRevoked }
        package static var isForKeepers: Bool { true }

        package var token: String
        package var account: String?
    }
}

extension Event.TokenRevoked {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        token = try data.text("token")
        account = data.optionalText("account")
    }

    package var data: JSONObject { ["token": .string(token), "account": .optional(account)] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.tokens[try Registry.known(token, registry.tokens, "token")]?.isRevoked = true
    }

    package func command(of event: Event) -> RegistryCommand? {
        account.map { .revokeTokens(account: $0, token: token) }
    }
}
