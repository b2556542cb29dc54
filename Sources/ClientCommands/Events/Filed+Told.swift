import Proposals
import Terminal

extension Event.Filed: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("document filed: " + TerminalText.line(document.name))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        let (type, digest) = (TerminalText.line(document.type), TerminalText.line(document.digest))
        return ["\(type), \(SizeText.text(document.size)), digest \(digest)"]
    }
}
