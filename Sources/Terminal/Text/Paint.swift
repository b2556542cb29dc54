import Lifecycle

/// Colours and signs for one stream: none where it has none.
package struct Paint: Sendable {
    package let traits: TerminalTraits

    package init(_ traits: TerminalTraits) { self.traits = traits }

    package func bold(_ text: String) -> String { paint(text, "1") }
    package func dim(_ text: String) -> String { paint(text, "2") }
    package func red(_ text: String) -> String { paint(text, "31") }
    package func green(_ text: String) -> String { paint(text, "32") }
    package func yellow(_ text: String) -> String { paint(text, "33") }
    package func cyan(_ text: String) -> String { paint(text, "36") }

    private func paint(_ text: String, _ code: String) -> String {
        traits.hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    // MARK: signs, in ASCII where nothing else can be shown

    package var met: String { sign("✓", "[x]") }
    package var declared: String { sign("●", "[d]") }
    package var judged: String { sign("○", "[ ]") }
    package var unmet: String { sign("✗", "[!]") }
    package var allowed: String { sign("→", "->") }
    package var dot: String { sign(" · ", " - ") }
    package var dash: String { sign("–", "-") }
    package var ellipsis: String { sign("…", "...") }
    var bullet: String { sign("•", "*") }
    package var rule: String { sign("─", "-") }
    package var bar: String { sign("│", "|") }

    private func sign(_ unicode: String, _ ascii: String) -> String { traits.isUnicode ? unicode : ascii }

    /// A rule across the page that bears a heading.
    package func heading(_ text: String) -> String {
        let width = min(traits.columns ?? 78, 100)
        let lead = rule + rule + " "
        let text = traits.columns == nil ? text : text.fitted(to: width - lead.columns - 4, mark: ellipsis)
        let rest = max(3, width - lead.columns - text.columns - 1)
        return dim(lead) + bold(text) + " " + dim(String(repeating: rule, count: rest))
    }

    /// Lines of which none is wider than the page, as far as its words allow.
    package func folded(_ lines: [String]) -> [String] { lines.flatMap { $0.folded(to: traits.columns) } }

    /// A stance in its colour.
    package func stance(_ stance: String) -> String {
        switch Stance(rawValue: stance) {
        case .support, .noObjection: green(stance)
        case .reservation, .tacit: yellow(stance)
        case .objection: red(stance)
        case nil: stance
        }
    }
}
