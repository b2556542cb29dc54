/// One way by which bytes from outside come in, and what must be true of whatever is read there.
///
/// `Tests/Fuzz` drives these by coverage for as long as one likes, `FuzzTests` with a kept corpus and some thousand mutations of it.
package struct FuzzTarget: Sendable {
    package let name: String
    /// The longest input that is tried.
    package let longest: Int
    /// What must become of some of the kept inputs and their mutations.
    package let verdicts: Set<String>
    /// What became of an input, in one word. Throws what must not be; a trap, a hang and growth are for the driver to see.
    package let check: @Sendable ([UInt8]) throws(Finding) -> String
    /// What another reader is given of an input: what stands for something that mutations would never find is filled in.
    package let shown: @Sendable ([UInt8]) -> [UInt8]

    init(
        _ name: String, longest: Int, verdicts: Set<String>,
        shown: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 },
        check: @escaping @Sendable ([UInt8]) throws(Finding) -> String
    ) {
        self.name = name
        self.longest = longest
        self.verdicts = verdicts
        self.shown = shown
        self.check = check
    }

    package static let all: [FuzzTarget] = [
        .line, .json, .event, .lifecycle, .bundle, .history, .signature, .note, .policy, .search, .csv,
    ]

    /// Those that the program in docs/verify reads as well, so that both can be compared.
    package static let readTwice: [FuzzTarget] = [.json, .bundle, .history, .signature, .note, .policy]
}

/// What must always be true of what is read, and was not.
package struct Finding: Error, CustomStringConvertible {
    package let description: String
}

func must(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(Finding) {
    if !condition { throw Finding(description: sentence()) }
}

/// What cannot be refused, because it was read before.
func mustRead<Value>(_ what: String, _ body: () throws -> Value) throws(Finding) -> Value {
    do { return try body() } catch { throw Finding(description: "\(what): \(error)") }
}
