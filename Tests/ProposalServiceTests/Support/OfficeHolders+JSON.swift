import CanonicalJSON
import Lifecycle
import LineProtocol

@testable import ProposalService
@testable import Requests

extension OfficeHolders {
    /// The office as refusals and WHY tell of it.
    func json(_ office: Capable) -> JSONObject? { seat(office).map { CapableOffice($0).object } }
}
