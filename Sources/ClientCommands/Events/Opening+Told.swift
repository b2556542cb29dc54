import CanonicalJSON
import Proposals
import Terminal

extension Event.Drafted: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        let proposer = opening.proposer.map { " for \(TerminalText.line($0))" } ?? ""
        return text.plain((opening.source == nil ? "drafted" : "imported as a draft") + proposer)
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { opening.told(text) }
}

extension Event.Archived: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("entered in the archive" + (opening.year.map { ", year \($0)" } ?? ""))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { opening.told(text) }
}

extension Opening {
    /// The fields that it fills in, in the form's order.
    fileprivate func told(_ text: EventText) -> [String] {
        let keys = fields.keys
        let order = text.labels.fieldOrder.filter(keys.contains)
        let told = (order + keys.filter { !order.contains($0) }).map(text.labels.field)
        return told.isEmpty ? [] : ["fields: " + told.joined(separator: ", ")]
    }
}
