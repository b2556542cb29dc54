package import CanonicalJSON
package import Lifecycle
import Sharing

/// Who acted: the person's account and the office in which they acted. Both are kept, for offices outlive their holders.
/// Handed from hand to hand with every act, so it is one reference.
package struct Actor: Sendable, Hashable {
    private struct Content: Sendable, Hashable {
        var account: String
        var office: Office?
        var past: JSONObject?
    }

    private var content: Shared<Content>

    package init(account: String, office: Office?) {
        content = Shared(Content(account: account, office: office))
    }

    package var account: String {
        get { content.value.account }
        set { content.value.account = newValue }
    }

    /// The office of the act; nil for an act that needs none, such as the server's own timer.
    package var office: Office? {
        get { content.value.office }
        set { content.value.office = newValue }
    }

    /// Who held the office then, and what its act was recorded from, where somebody else recorded it: `decided_by` of the event.
    package var past: JSONObject? {
        get { content.value.past }
        set { content.value.past = newValue }
    }

    /// The server itself, where it only makes visible what time has done.
    package static let server = Actor(account: "server", office: nil)
}
