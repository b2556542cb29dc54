import CanonicalJSON
import LineProtocol
import ProposalService

@testable import Requests

extension InboxItem {
    /// As INBOX tells it.
    var json: JSONObject { Verbs.Inbox.Row(self, codes: false).object }
}
