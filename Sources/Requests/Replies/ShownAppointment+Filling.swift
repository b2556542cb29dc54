import LineProtocol
import Proposals

extension ShownAppointment {
    init(_ appointment: Appointment) {
        self.init()
        office = ShownOffice(appointment.office)
        number = appointment.number
        from = appointment.from
        until = appointment.until
    }
}
