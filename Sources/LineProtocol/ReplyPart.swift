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
    /// Reads a row or an end.
    package init(_ object: JSONObject) {
        self.init()
        var coder = ReplyCoder(reading: object)
        members(&coder)
    }

    /// As it is sent.
    package var object: JSONObject {
        var coder = ReplyCoder()
        var written = self
        written.members(&coder)
        return coder.object
    }
}

/// An answer: rows, then the object with which it ends.
package struct TypedAnswer<Row: ReplyPart, End: ReplyPart>: Sendable {
    package var rows: [Row]
    package var end: End

    package init(rows: [Row], end: End) {
        self.rows = rows
        self.end = end
    }
}
