/// What has members in a request: the request itself, or an object within it.
///
/// A part names each of its members once, for both ways: the same call reads it and writes it.
package protocol RequestPart: Sendable, Hashable {
    /// Without any member; a client fills in what the shape asks for.
    init()
    /// Goes through the members in the order in which a fault of them is told.
    mutating func members(_ coder: inout RequestCoder) throws(Failure)
}
