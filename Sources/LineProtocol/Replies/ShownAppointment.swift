package import CivilTime

/// An office that an account holds or held. The office's members stand among its own.
package struct ShownAppointment: ReplyPart {
    package var office = ShownOffice()
    /// Counts the account's appointments from 1.
    package var number: Int?
    package var from: Instant?
    /// The moment from which it is no longer held; nil while it is open-ended.
    package var until: Instant?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        office.members(&coder)
        coder.integer("number", &number)
        coder.instant("from", &from)
        coder.orNull("until", &until) { $0.instant($1, &$2) }
    }
}
