import LineClient
import LineProtocol
import Terminal

extension CommandFailure {
    /// What is printed on the standard error.
    func lines(_ paint: Paint) -> [String] {
        switch self {
        case .refused(let failure), .misfilled(let failure): FailureText(paint).lines(failure)
        case .guided(let failure, let next):
            FailureText(paint).lines(failure) + next.map { "  " + paint.dim("next: ") + $0 }
        case .notDone(let lines): lines.isEmpty ? [] : ["chancery: \(lines[0])"] + lines.dropFirst()
        case .usage(let sentence): ["chancery: \(sentence)"]
        case .broken(let error): ["chancery: " + TerminalText.line("\(error)")]
        case .lost(let error, let write): ["chancery: " + TerminalText.line("\(error)")] + write.advice
        }
    }
}
