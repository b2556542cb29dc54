import LineClient
import LineProtocol

/// Why a command could not do what it was asked.
enum CommandFailure: Error, Sendable, Hashable {
    /// The server's refusal, with everything that is not met.
    case refused(Failure)
    /// A refusal of this program itself: lines for a person.
    case notDone([String])
    /// The command line is wrong: what, and what to do.
    case usage(String)
    /// No conversation with the server, or none any more.
    case broken(ClientError)

    var status: ExitStatus {
        switch self {
        case .refused, .notDone: .refused
        case .usage: .usage
        case .broken(let error):
            if case .dismissed(let failure) = error, failure.code?.entry.retry == .never {
                .refused
            } else {
                .unreachable
            }
        }
    }

    /// What is printed on the standard error.
    func lines(_ paint: Paint) -> [String] {
        switch self {
        case .refused(let failure): FailureText(paint).lines(failure)
        case .notDone(let lines): lines.isEmpty ? [] : ["chancery: \(lines[0])"] + lines.dropFirst()
        case .usage(let sentence): ["chancery: \(sentence)"]
        case .broken(let error): ["chancery: " + PlainText.line("\(error)")]
        }
    }
}
