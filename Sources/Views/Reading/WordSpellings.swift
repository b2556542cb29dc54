import Lifecycle
import Proposals
import ViewDefinitions

/// One spelling for each word of a list that no form closes, where proposals write it in several: one that is preferred, else the most
/// frequent, of equally frequent ones the first in the order of bytes. What any other datum says stays as it is.
struct WordSpellings {
    private var chosen: [String: String] = [:]
    private let isActive: Bool

    /// The spellings of what a datum says in these proposals.
    init(_ datum: Datum, in subjects: [Subject], scope: ViewScope, preferring preferred: [String] = []) {
        isActive = scope.isFreeWord(datum)
        guard isActive else { return }
        var counts: [String: Int] = [:]
        for subject in subjects {
            for item in subject.values(datum) { counts[item.plain, default: 0] += 1 }
        }
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        for word in preferred + ordered where chosen[FreeWord.key(word)] == nil {
            chosen[FreeWord.key(word)] = FreeWord.squeezed(word)
        }
    }

    func callAsFunction(_ text: String) -> String { isActive ? chosen[FreeWord.key(text)] ?? text : text }

    func callAsFunction(_ item: ViewItem) -> ViewItem { isActive ? .text(self(item.plain)) : item }
}

extension ViewScope {
    /// Whether a datum says words of a list that no form closes.
    func isFreeWord(_ datum: Datum) -> Bool {
        switch datum {
        case .field(let key):
            registry.lifecycles.values.contains {
                if case .choices(let choices, _) = $0.form.field(key)?.type { choices.isEmpty } else { false }
            }
        case .first(let alternatives): alternatives.contains(where: isFreeWord)
        case .ref, .refYear, .state, .stateLabel, .status, .track, .origin, .proposer, .lifecycle, .opened, .entered,
            .daysInState, .source, .fact, .factDay, .move, .moveDay, .daysUntil, .daysSince, .overdue, .year,
            .attribute,
            .groups:
            false
        }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it stood first.
    var uniquedInOrder: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
