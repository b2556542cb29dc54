import LineProtocol
import ProposalService
import Proposals

extension Verbs.Auth.End {
    /// Who is logged in.
    init(_ caller: Caller, _ seen: SeenLogin) {
        self.init(account: caller.account)
        forum = caller.forum
        token = caller.token.isEmpty ? nil : caller.token
        expires = seen.expires
        appointments = seen.appointments.map { ShownAppointment($0) }
        isAdministrator = seen.isAdministrator
    }
}
