import Lifecycle
import LineProtocol
import Proposals

extension Verbs.Appointment {
    /// The same in the words of the record.
    var command: AppointmentCommand {
        AppointmentCommand(
            office: Office(role: role, partner: partner, group: group, isDeputy: deputy), from: from?.instant,
            until: until?.instant)
    }
}
