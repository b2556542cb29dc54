import Terminal

/// The help that the argument parser makes, with its usage lines broken as the rest of it is.
enum HelpText {
    /// A completion script is no page: its lines stay as they are.
    static func fitted(_ text: String, _ traits: TerminalTraits) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.hasPrefix(lead) }) else { return text }
        return lines.flatMap { line in
            guard line.hasPrefix(lead) else { return [String(line)] }
            // What follows stands below the command, as in a manual.
            let parts = String(line.dropFirst(lead.count)).folded(
                to: (traits.columns ?? TerminalTraits.usualColumns) - lead.count)
            return parts.enumerated().map { index, part in
                (index == 0 ? lead : String(repeating: " ", count: lead.count)) + part
            }
        }.joined(separator: "\n")
    }

    private static let lead = "USAGE: "
}
