package import CanonicalJSON

extension Event {
    /// The link of an account to a person whom an identity provider knows ended.
    package struct IdentityEnded: RegistryBody {
        package static var kind: EventKind { .identityEnded }
        package static var isForKeepers: Bool { true }

        package var account: String
        package var identity: String
    }
}

extension Event.IdentityEnded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        account = try data.text("account")
        identity = try data.text("identity")
    }

    package var data: JSONObject { ["account": .string(account), "identity": .string(identity)] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.identities[try Registry.known(identity, registry.identities, "identity")]?.until = event.recordedAt
    }

    package func command(of event: Event) -> RegistryCommand? { .endIdentity(account: account, id: identity) }
}
