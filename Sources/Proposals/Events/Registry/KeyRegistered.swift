package import CanonicalJSON
package import CivilTime

extension Event {
    /// A key was registered with which an account's holder signs acts.
    package struct KeyRegistered: RegistryBody {
        package static var kind: EventKind { .keyRegistered }
        package static var isForKeepers: Bool { false }

        package var account: String
        /// Counts the account's keys from 1.
        package var number: Int
        /// The public key in OpenSSH's form.
        package var key: String
        package var from: Instant
        package var until: Instant?
    }
}

extension Event.KeyRegistered {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        number = try data.integer("number")
        key = try data.text("key")
        from = try data.instant("from")
        until = data.optionalInstant("until")
        account = try data.text("account")
    }

    package var data: JSONObject {
        [
            "account": .string(account), "number": .integer(Int64(number)), "key": .string(key),
            "from": .string(from.description), "until": .optional(until?.description),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        let account = try Registry.known(account, registry.accounts.byID, "account")
        registry.accounts[account]?.keys.append(RegisteredKey(number: number, line: key, from: from, until: until))
    }

    package func command(of event: Event) -> RegistryCommand? {
        .registerKey(account: account, key: key, from: from, until: until)
    }
}
