package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Event {
    /// Somebody was appointed to an office.
    package struct AppointmentMade: RegistryBody {
        package static var kind: EventKind { .appointmentMade }
        package static var isForKeepers: Bool { true }

        package var account: String
        /// Counts the account's appointments from 1.
        package var number: Int
        package var office: Office
        package var from: Instant
        /// Nil while it is open-ended.
        package var until: Instant?
    }
}

extension Event.AppointmentMade {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        number = try data.integer("number")
        office = try data.office("office")
        from = try data.instant("from")
        until = data.optionalInstant("until")
        account = try data.text("account")
    }

    package var data: JSONObject {
        [
            "account": .string(account), "number": .integer(Int64(number)), "office": .object(office.json),
            "from": .string(from.description), "until": .optional(until?.description),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        let account = try Registry.known(account, registry.accounts.byID, "account")
        registry.accounts[account]?.appointments.append(
            Appointment(number: number, office: office, from: from, until: until))
    }

    package func command(of event: Event) -> RegistryCommand? {
        .appoint(account: account, AppointmentCommand(office: office, from: from, until: until))
    }
}
