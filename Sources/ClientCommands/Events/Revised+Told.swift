import Proposals
import Terminal

extension Event.Revised: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        switch effect {
        case .free: text.plain("revised")
        case .editorial: text.plain("revised, editorial: positions stay")
        case .closesRound: text.plain("revised, substantive: the round is closed")
        case .afterDecision: text.plain("changed after the decision")
        }
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { text.changes(changes, entry.before) }
}

extension Event.RevisionContested: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("revision \(revision) contested: it is substantive")
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        ["fields: " + (fields ?? []).map(text.labels.field).joined(separator: ", ")]
    }
}
