import LineProtocol
import Proposals
import Terminal

extension Event.Migrated: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("moved to version \(lifecycle.version) of its lifecycle")
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        var lines: [String] = []
        if let from = entry.first.from, let to = entry.first.to, from != to {
            lines.append("state: \(TerminalText.line(from)) is now \(text.labels.state(to))")
        }
        if let round { lines.append("round: \(TerminalText.line(round.rawValue))") }
        if let unfilled, !unfilled.isEmpty {
            lines.append("not filled: " + unfilled.map(text.labels.field).joined(separator: ", "))
        }
        if let lacks, !lacks.isEmpty { lines.append("no field any more: " + text.list(lacks)) }
        if let plan { lines.append("plan: " + TerminalText.line(plan)) }
        return lines
    }
}
