/// Whether, and how, a failed request may be sent again.
package enum Retry: Hashable, Sendable {
    /// As things stand the request cannot succeed; something about it or around it must change first.
    case never
    /// The identical request, with its key, may be sent again at once.
    case same
    /// Look again first, then make a new request with a new key.
    case fresh
    /// The identical request may be sent again after this many milliseconds.
    case after(milliseconds: Int)

    /// The text in a reply line.
    package var text: String {
        switch self {
        case .never: "never"
        case .same: "same"
        case .fresh: "fresh"
        case .after(let milliseconds): "after=\(milliseconds)"
        }
    }

    /// Nil when the text is none of the grammar's.
    package init?(text: some StringProtocol) {
        switch text {
        case "never": self = .never
        case "same": self = .same
        case "fresh": self = .fresh
        default:
            guard text.hasPrefix("after="), let milliseconds = Int(text.dropFirst(6)), milliseconds >= 0 else {
                return nil
            }
            self = .after(milliseconds: milliseconds)
        }
    }
}

/// What is known about a failed request's effect.
package enum Effect: String, Hashable, Sendable, CaseIterable {
    /// Nothing was changed.
    case none
    /// The change was made, by this request or an earlier one with its key.
    case applied
    /// It cannot be told; the same request with its key settles it.
    case unknown
}
