import Glibc

/// What a stream of output is written to, as far as its looks depend on it.
struct TerminalTraits: Sendable, Hashable {
    /// Whether a person reads it on a screen.
    var isTerminal = false
    /// The columns of a line; nil where lines have no end.
    var columns: Int?
    /// The lines of the screen; nil where output has no end.
    var rows: Int?
    /// The columns of tables that were asked for; nil for those in which something stands.
    var chosenColumns: [String]?
    /// Whether colours may be used.
    var hasColour = false
    /// Whether letters beyond ASCII can be shown.
    var isUnicode = true

    init(isTerminal: Bool = false, columns: Int? = nil, hasColour: Bool = false, isUnicode: Bool = true) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.hasColour = hasColour
        self.isUnicode = isUnicode
    }

    /// The traits of an open file: colours only on a terminal, never with `NO_COLOR` or a dumb one.
    init(file: Int32, environment: [String: String]) {
        isTerminal = isatty(file) == 1
        isUnicode = TerminalTraits.isUnicode(environment)
        guard isTerminal else { return }
        (columns, rows) = TerminalTraits.size(of: file, environment)
        let isMute = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        hasColour = !isMute && environment["TERM"] != "dumb" && environment["TERM"] != nil
    }

    /// The locale's own word, in the order in which a C library asks for it.
    static func isUnicode(_ environment: [String: String]) -> Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            let lower = value.lowercased()
            return lower.contains("utf-8") || lower.contains("utf8")
        }
        return false
    }

    private static func size(of file: Int32, _ environment: [String: String]) -> (columns: Int, rows: Int) {
        var size = winsize()
        let isKnown = withUnsafeMutablePointer(to: &size) { ioctl(file, UInt(TIOCGWINSZ), $0) == 0 }
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
        return (
            isKnown && size.ws_col > 0 ? Int(size.ws_col) : number("COLUMNS") ?? 80,
            isKnown && size.ws_row > 0 ? Int(size.ws_row) : number("LINES") ?? 24
        )
    }
}
