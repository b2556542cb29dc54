/// A verb that reads, and whose answer has members of its own: what each row is, and the object with which it ends.
package protocol ReadVerb: VerbRequest {
    associatedtype Row: ReplyPart = NoRow
    associatedtype End: ReplyPart
}

extension ReadVerb {
    /// Whether its answer may have rows.
    package static var hasRows: Bool { Row.self != NoRow.self }
}
