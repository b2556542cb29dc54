import CanonicalJSON
import LineProtocol
import Proposals
import Terminal

extension Event.Moved: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        let label = text.labels.transition(transition)
        guard let from = entry.first.from, let to = entry.first.to, from != to else { return text.strong(label) }
        let (place, paint) = (text.labels.state(to), text.paint)
        let way = ": \(text.labels.state(from)) \(paint.allowed) "
        return EventText.Headline(plain: label + way + place, painted: paint.bold(label) + way + paint.cyan(place))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        let duplicates = circulation?.duplicates ?? []
        return text.inputs(inputs ?? [:], of: transition) + text.changes(writes?.changes ?? [:], entry.before)
            + (duplicates.isEmpty ? [] : ["likely duplicates looked at: " + text.list(duplicates)])
    }
}
