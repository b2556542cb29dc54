package import CanonicalJSON
package import CivilTime

extension Event {
    /// An appointment ended.
    package struct AppointmentEnded: RegistryBody {
        package static var kind: EventKind { .appointmentEnded }
        package static var isForKeepers: Bool { true }

        package var account: String
        package var number: Int
        package var until: Instant
    }
}

extension Event.AppointmentEnded {
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
        guard let index = registry.accounts[account]?.appointments.firstIndex(where: { $0.number == number }) else {
            throw EventError("appointment-ended: \(account) has no appointment \(number)")
        }
        registry.accounts[account]?.appointments[index].until = until
    }

    package func command(of event: Event) -> RegistryCommand? {
        .endAppointment(account: account, number: number, until: until)
    }
}
