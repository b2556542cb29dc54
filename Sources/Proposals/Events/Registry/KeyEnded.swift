package import CanonicalJSON
package import CivilTime

extension Event {
    /// A key ended; what was signed with it before still counts.
    package struct KeyEnded: RegistryBody {
        package static var kind: EventKind { .keyEnded }
        package static var isForKeepers: Bool { false }

        package var account: String
        package var number: Int
        package var until: Instant
    }
}

extension Event.KeyEnded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        account = try data.text("account")
        number = try data.integer("number")
        until = try data.instant("until")
    }

    package var data: JSONObject {
        [
            "account": .string(account), "number": .integer(Int64(number)), "until": .string(until.description),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        guard let index = registry.accounts[account]?.keys.firstIndex(where: { $0.number == number }) else {
            throw EventError("key-ended: \(account) has no key \(number)")
        }
        registry.accounts[account]?.keys[index].until = until
    }

    package func command(of event: Event) -> RegistryCommand? {
        .endKey(account: account, number: number, until: until)
    }
}
