import ProposalService
import Terminal
import Wording

/// What became of the record of a forum by a restore.
struct RestoredRecord: Hashable {
    enum Found: Hashable {
        /// It is in the restored database, and was compared with what was signed of it.
        case stored(events: Int64, SigningOutcome)
        /// There is a key of it, and nothing in the restored database: its forum was opened after the backup.
        case nowhere
    }

    var forum: String
    var found: Found

    /// Whether it takes no more writes as it is, until it is begun again.
    var isBroken: Bool {
        if case .stored(_, .diverged) = found { true } else { false }
    }

    /// A line about it.
    var line: String {
        switch found {
        case .stored(let events, let outcome):
            "\(TerminalText.line(forum)): \(counted(events, "event")), \(words(outcome))"
        case .nowhere: "\(TerminalText.line(forum)): its whole record is not in the backup"
        }
    }

    private func words(_ outcome: SigningOutcome) -> String {
        switch outcome {
        case .signed: "as they were signed"
        case .empty: "not compared: there is no key of this record"
        case .diverged(let why): "takes no more writes: \(TerminalText.line(why))"
        case .notSigned(let why), .unavailable(let why): "not compared: \(TerminalText.line(why))"
        }
    }
}
