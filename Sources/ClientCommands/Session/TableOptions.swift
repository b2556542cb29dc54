import ArgumentParser
import Terminal

/// How a table is laid out.
struct TableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The columns to show, by their headings and in this order (ref,title,not-heard), or a width to fit (120).",
            valueName: "columns"))
    var columns: String?
}

extension ClientSession {
    /// Signs, colours and the layout asked for.
    func paint(_ table: TableOptions) throws -> Paint {
        var traits = console.output
        guard let text = table.columns else { return Paint(traits) }
        if let width = Int(text) {
            guard width >= TerminalTraits.leastColumns else {
                throw CommandFailure.usage(
                    "--columns takes a width of \(TerminalTraits.leastColumns) or more, or the names of columns")
            }
            traits.columns = width
        } else {
            let names = text.split(separator: ",").map { String($0).trimmedEnd }.filter { !$0.isEmpty }
            guard !names.isEmpty else {
                throw CommandFailure.usage("--columns takes the names of columns, as in --columns ref,title")
            }
            traits.chosenColumns = names
        }
        return Paint(traits)
    }
}
