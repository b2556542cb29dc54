package import CanonicalJSON

/// What has members in an answer: a row, the object with which it ends, or an object within one.
///
/// As in a request, a part names each of its members once, for both ways. A reader takes what it knows and leaves the rest: a server that
/// is newer may say more.
package protocol ReplyPart: Sendable, Hashable {
    /// Without any member.
    init()
    mutating func members(_ coder: inout ReplyCoder)
}

extension ReplyPart {
    /// Reads what is there; what is missing is nothing.
    package init(_ object: JSONObject) {
        self.init()
        var coder = ReplyCoder(reading: object)
        members(&coder)
    }

    /// Reads a row or an end in which everything stands that the part needs.
    package init(whole object: JSONObject) throws(MissingMember) {
        self.init()
        var coder = ReplyCoder(reading: object)
        members(&coder)
        if let name = coder.lacking { throw MissingMember(name: name) }
    }

    /// As it is sent.
    package var object: JSONObject {
        var coder = ReplyCoder()
        var written = self
        written.members(&coder)
        return coder.object
    }
}

/// An answer lacks a member that its type needs: a server of another version sent it.
package struct MissingMember: Error, Hashable {
    package let name: String

    package init(name: String) { self.name = name }
}

/// A row of an answer that has none.
package struct NoRow: ReplyPart {
    package init() {}
    package mutating func members(_ coder: inout ReplyCoder) {}
}

/// An answer: rows, then the object with which it ends.
package struct TypedAnswer<Row: ReplyPart, End: ReplyPart>: Sendable {
    package var rows: [Row]
    package var end: End

    package init(rows: [Row] = [], end: End) {
        self.rows = rows
        self.end = end
    }
}
