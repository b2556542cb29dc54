extension Sequence<String> {
    /// `a, b, c`.
    package var listed: String { joined(separator: ", ") }
}
