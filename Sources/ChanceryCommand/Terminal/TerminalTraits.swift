import Glibc

/// What a stream of output is written to, as far as its looks depend on it.
struct TerminalTraits: Sendable, Hashable {
    /// Whether a person reads it on a screen.
    var isTerminal = false
    /// The columns of a line; nil where lines have no end.
    var columns: Int?
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
        columns = TerminalTraits.columns(of: file, environment)
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

    private static func columns(of file: Int32, _ environment: [String: String]) -> Int {
        var size = winsize()
        let isKnown = withUnsafeMutablePointer(to: &size) { ioctl(file, UInt(TIOCGWINSZ), $0) == 0 }
        if isKnown, size.ws_col > 0 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }
}
