import CanonicalJSON
package import Lifecycle

/// Who acted: the person's account and the office in which they acted. Both are kept, for offices outlive their holders.
package struct Actor: Sendable, Hashable {
    package var account: String
    /// The office of the act; nil for an act that needs none, such as the server's own timer.
    package var office: Office?

    package init(account: String, office: Office?) {
        self.account = account
        self.office = office
    }

    /// The server itself, where it only makes visible what time has done.
    package static let server = Actor(account: "server", office: nil)
}
