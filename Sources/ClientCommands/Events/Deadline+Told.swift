import Proposals
import Terminal

extension Event.DeadlineMoved: ToldBody {
    var reasons: [String] { [reason].compactMap(\.self) }

    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("deadline \(from == nil ? "set" : "moved") to \(TimeText.minute(closes)) UTC")
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        let before = from.map { ["before: \(TimeText.minute($0)) UTC"] } ?? []
        return before + ["reason: \(TerminalText.line(reason ?? ""))"]
    }
}

extension Event.DeadlinePassed: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("deadline passed: \(closes.map { TimeText.minute($0) } ?? "") UTC")
    }
}
