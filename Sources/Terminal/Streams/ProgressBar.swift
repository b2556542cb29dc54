import Synchronization

/// A bar on the standard error that shows how far a long work has come; nothing where nobody watches.
package final class ProgressBar: Sendable {
    private let console: Console
    private let label: String
    private let total: Int
    private let unit: Unit
    private let state = Mutex((done: 0, shown: -1))

    /// What is counted.
    package enum Unit: Int, Sendable {
        case things = 1
        /// Bytes, shown in units of 1024.
        case kibibytes = 1024
    }

    package init(_ label: String, total: Int, unit: Unit = .things, console: Console) {
        self.label = label
        self.total = total
        self.unit = unit
        self.console = console
    }

    /// One more is done.
    package func step() { show { $0 + 1 } }

    /// So many are done.
    package func reach(_ done: Int) { show { _ in done } }

    private func show(_ count: (Int) -> Int) {
        let text = state.withLock { state -> String? in
            state.done = count(state.done)
            let percent = total == 0 ? 100 : state.done * 100 / total
            guard percent != state.shown else { return nil }
            state.shown = percent
            return ProgressBar.text(
                label, done: state.done, total: total, unit: unit, width: console.errors.columns ?? 80,
                isUnicode: console.errors.isUnicode)
        }
        guard let text, console.errors.isTerminal else { return }
        console.writeError("\r" + text)
    }

    /// Takes the bar away.
    package func finish() {
        guard console.errors.isTerminal, state.withLock({ $0.shown >= 0 }) else { return }
        console.writeError("\r\u{1B}[K")
    }

    /// The bar as text: label, bar and count within a width.
    package static func text(
        _ label: String, done: Int, total: Int, unit: Unit = .things, width: Int, isUnicode: Bool
    ) -> String {
        let scale = unit.rawValue
        let name = unit == .kibibytes ? " KiB" : ""
        let whole = (total + scale - 1) / scale
        let count = " \(done < total ? done / scale : whole)/\(whole)\(name)"
        let room = min(40, width - label.columns - count.columns - 4)
        guard room >= 5 else { return (label + count).fitted(to: max(1, width - 1)) }
        let filled = total == 0 ? room : min(room, done * room / total)
        let full = isUnicode ? "█" : "#"
        let empty = isUnicode ? "░" : "."
        return label + " " + String(repeating: full, count: filled) + String(repeating: empty, count: room - filled)
            + count
    }
}
