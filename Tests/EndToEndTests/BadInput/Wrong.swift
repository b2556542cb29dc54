import LineProtocol

/// A request that must end in one error.
struct Wrong: Sendable, CustomStringConvertible {
    /// The account; nil where nobody has logged in.
    var slug: String?
    /// The line without its tag.
    var line: String
    var code: ErrorCode
    /// What the message or the object must name.
    var names: String

    init(_ slug: String?, _ line: String, _ code: ErrorCode, _ names: String) {
        self.slug = slug
        self.line = line
        self.code = code
        self.names = names
    }

    var description: String { "\(slug ?? "nobody"): \(line.prefix(100)) → \(code)" }
}
