import Proposals
import Terminal

extension Event.Noted: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline { text.plain("note") }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { [TerminalText.line(self.text ?? "")] }
}
