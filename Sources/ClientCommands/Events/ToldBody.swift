import Proposals

/// What a kind of event says, in words. A kind that has none of its own is told by its name.
protocol ToldBody: EventBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline
    /// What there is to tell besides the headline, a text each.
    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String]
    /// The reasons in it, which only a full page tells to their end.
    var reasons: [String] { get }
}

extension ToldBody {
    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { [] }
    var reasons: [String] { [] }
}
