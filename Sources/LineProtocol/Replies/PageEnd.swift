/// The end of an answer that is given a page at a time.
package protocol PagedEnd: ReplyPart {
    /// How many rows the page has.
    var count: Int { get set }
    /// What the next page begins after; nil where this is the last.
    var next: String? { get set }
}

/// The end of a page.
package struct PageEnd: PagedEnd {
    package var count = 0
    package var next: String?

    package init() {}

    package init(count: Int, next: String?) {
        self.count = count
        self.next = next
    }

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("count", &count)
        coder.orNull("next", &next) { $0.text($1, &$2) }
    }
}

/// The end of a page of what was searched for.
package struct SearchEnd: PagedEnd {
    package var count = 0
    package var next: String?
    /// The words that were searched for instead of those that no text has: by what they stand for. Nil where each word is found.
    package var instead: [String: [String]]?

    package init() {}

    package init(count: Int, next: String?, instead: [String: [String]]) {
        self.count = count
        self.next = next
        self.instead = instead.isEmpty ? nil : instead
    }

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("count", &count)
        coder.orNull("next", &next) { $0.text($1, &$2) }
        coder.texts("instead", &instead)
    }
}

/// The end of a list that is given at once.
package struct CountEnd: ReplyPart {
    package var count = 0

    package init() {}

    package init(count: Int) { self.count = count }

    package mutating func members(_ coder: inout ReplyCoder) { coder.integer("count", &count) }
}
