import Proposals

extension Event.FactRecorded: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.strong(text.labels.fact(fact))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { text.inputs(inputs, of: fact) }
}
