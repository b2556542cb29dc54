import LineProtocol
import Requests
import WebPages

/// Whose logins and sessions are shown and ended: the own ones, or those of an account that somebody keeps.
struct AccountOwner: Sendable {
    /// The account; nil for that of whoever asks.
    let other: String?
    /// What the addresses of its pages begin with.
    private let beginning: [String]

    static let own = AccountOwner(other: nil, beginning: ["account"])

    init(_ slug: String, of forum: String) {
        self.init(other: "\(forum)/\(slug)", beginning: ["f", forum, "accounts", slug])
    }

    private init(other: String?, beginning: [String]) {
        self.other = other
        self.beginning = beginning
    }

    /// The address of a page about it.
    func address(_ parts: String...) -> String { PageAddress.path(beginning + parts) }

    /// Where its sessions are listed: the own ones stand on the page of the account.
    var sessions: String { other == nil ? PageAddress.account : address("sessions") }

    func account(_ visit: Visit) throws(PageEnd) -> String {
        let own = try visit.account().account
        return other ?? own
    }
}
