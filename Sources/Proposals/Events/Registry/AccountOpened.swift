package import CanonicalJSON

extension Event {
    /// An account was opened. The name of its holder stands beside the record.
    package struct AccountOpened: RegistryBody {
        package static var kind: EventKind { .accountOpened }
        package static var isForKeepers: Bool { true }

        package var account: String
        /// A commitment to the name.
        package var name: String?
    }
}

extension Event.AccountOpened {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        account = try data.text("account")
        name = data.optionalText("name")
    }

    package var data: JSONObject { ["account": .string(account), "name": .optional(name)] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.accounts[account] = Account(id: account, nameCommitment: name)
    }

    package var personal: PersonalCommitments? {
        PersonalCommitments(subject: account, commitments: [name].compactMap(\.self))
    }

    package func command(of event: Event) -> RegistryCommand? {
        .openAccount(id: account, nameCommitment: name, appointments: [])
    }
}
