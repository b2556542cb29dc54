import Glibc

/// What a stream of output is written to, as far as its looks depend on it.
package struct TerminalTraits: Sendable, Hashable {
    /// A narrower page cannot be read.
    package static let leastColumns = 20
    /// The width of a screen that does not say its own.
    package static let usualColumns = 80

    /// Whether a person reads it on a screen.
    package var isTerminal = false
    /// The columns of a line; nil where lines have no end.
    package var columns: Int?
    /// The lines of the screen; nil where output has no end.
    package var rows: Int?
    /// The columns of tables that were asked for; nil for those in which something stands.
    package var chosenColumns: [String]?
    /// Whether colours may be used.
    var hasColour = false
    /// Whether letters beyond ASCII can be shown.
    package var isUnicode = true

    package init(isTerminal: Bool = false, columns: Int? = nil, hasColour: Bool = false, isUnicode: Bool = true) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.hasColour = hasColour
        self.isUnicode = isUnicode
    }

    /// The traits of an open file: colours only on a terminal, never with `NO_COLOR` or a dumb one.
    package init(file: Int32, environment: [String: String]) {
        isTerminal = isatty(file) == 1
        isUnicode = TerminalTraits.isUnicode(environment)
        let screen = isTerminal ? TerminalTraits.screen(file) : nil
        (columns, rows) = TerminalTraits.size(environment, screen)
        guard isTerminal else { return }
        let isMute = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        hasColour = !isMute && environment["TERM"] != "dumb" && environment["TERM"] != nil
    }

    /// The locale's own word, in the order in which a C library asks for it.
    package static func isUnicode(_ environment: [String: String]) -> Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            let lower = value.lowercased()
            return lower.contains("utf-8") || lower.contains("utf8")
        }
        return false
    }

    /// The width that `COLUMNS` says, as git and ls have it, else the screen's; without either, lines have no end. The height is a screen's.
    package static func size(
        _ environment: [String: String], _ screen: (columns: Int, rows: Int)?
    ) -> (columns: Int?, rows: Int?) {
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
        let columns = number("COLUMNS").map { max(leastColumns, $0) }
        guard let screen else { return (columns, nil) }
        return (
            columns ?? (screen.columns > 0 ? screen.columns : usualColumns),
            screen.rows > 0 ? screen.rows : number("LINES") ?? 24
        )
    }

    /// What a terminal says of itself; zeros where it says nothing.
    private static func screen(_ file: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        let isKnown = withUnsafeMutablePointer(to: &size) { ioctl(file, UInt(TIOCGWINSZ), $0) == 0 }
        return isKnown ? (Int(size.ws_col), Int(size.ws_row)) : (0, 0)
    }
}
