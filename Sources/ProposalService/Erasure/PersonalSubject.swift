import Proposals

/// Whose personal values are kept beside the record.
package enum PersonalSubject: Sendable, Hashable {
    /// A proposal, by its ref: the contacts in its texts.
    case proposal(String)
    /// An account: its holder's name, and who that is at identity providers.
    case account(String)
    /// A contact point of a forum, by its number: name and address.
    case contact(forum: String, Int)

    /// As requests name it: a ref, an account, or `FORUM/contact/3`.
    package init(_ text: String) throws(ServiceFailure) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: self = .proposal(text)
        case 2 where !parts[0].isEmpty && !parts[1].isEmpty: self = .account(text)
        case 3 where parts[1] == "contact" && !parts[0].isEmpty:
            guard let number = Int(parts[2]), number > 0 else { throw Self.unknown(text) }
            self = .contact(forum: parts[0], number)
        default: throw Self.unknown(text)
        }
    }

    private static func unknown(_ text: String) -> ServiceFailure {
        ServiceFailure.wrong(
            "subject",
            "\(text.prefix(100)) names nobody whose personal data is kept; write a ref, an account, or FORUM/contact/NUMBER"
        )
    }

    /// As requests name it.
    package var text: String {
        switch self {
        case .proposal(let ref): ref
        case .account(let account): account
        case .contact(let forum, let number): "\(forum)/contact/\(number)"
        }
    }

    /// As what is kept names it.
    var kept: String {
        switch self {
        case .proposal(let ref): ref
        case .account(let account): account
        case .contact(_, let number): "contact \(number)"
        }
    }

    /// Whether there is such a one.
    func isThere(in registry: Registry, _ proposals: [String: Proposal]) -> Bool {
        switch self {
        case .proposal(let ref): proposals[ref] != nil
        case .account(let account): registry.accounts[account] != nil
        case .contact(_, let number): registry.contacts.contains { $0.number == number }
        }
    }

    /// The proposal that must be known for it.
    var refs: [String] { if case .proposal(let ref) = self { [ref] } else { [] } }

    /// The forum, where it says so itself.
    var forum: String? {
        switch self {
        case .proposal: nil
        case .account(let account): account.split(separator: "/").first.map(String.init)
        case .contact(let forum, _): forum
        }
    }
}
