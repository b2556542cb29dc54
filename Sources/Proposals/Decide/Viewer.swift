import CanonicalJSON
package import Lifecycle

/// Somebody who reads: the offices held in the forum now, or none.
package struct Viewer: Sendable, Hashable {
    package var account: String?
    package var offices: [Office]
    /// Reads everything: an auditor of the forum, or an administrator.
    package var readsEverything: Bool

    package init(account: String?, offices: [Office], readsEverything: Bool) {
        self.account = account
        self.offices = offices
        self.readsEverything = readsEverything
    }

    /// Somebody who is not of the forum.
    package static let outsider = Viewer(account: nil, offices: [], readsEverything: false)
}
