/// A number with what is counted: `1 partner`, `53 partners`.
package func counted(_ count: some BinaryInteger, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
}
