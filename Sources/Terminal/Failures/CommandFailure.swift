package import LineClient
package import LineProtocol

/// Why a command could not do what it was asked.
package enum CommandFailure: Error, Sendable, Hashable {
    /// The server's refusal, with everything that is not met.
    case refused(Failure)
    /// The server's refusal of what stands in a file or was written in an editor.
    case misfilled(Failure)
    /// The server's refusal with the commands that supply what is not met.
    case guided(Failure, next: [String])
    /// A refusal of this program itself: lines for a person.
    case notDone([String])
    /// The command line is wrong: what, and what to do.
    case usage(String)
    /// No conversation with the server, or none any more.
    case broken(ClientError)
    /// The conversation ended while writes waited for their answers.
    case lost(ClientError, LostWrite)

    package var status: ExitStatus {
        switch self {
        case .refused(let failure), .guided(let failure, _):
            failure.endsConnection ? .unreachable : failure.isMisuse ? .usage : .refused
        case .misfilled(let failure): failure.endsConnection ? .unreachable : .refused
        case .notDone: .refused
        case .usage: .usage
        case .broken(let error), .lost(let error, _):
            if case .dismissed(let failure) = error, failure.code?.entry.retry == .never {
                .refused
            } else {
                .unreachable
            }
        }
    }

    /// The server's own refusal, where it is one.
    package var refusal: Failure? {
        switch self {
        case .refused(let failure), .misfilled(let failure), .guided(let failure, _): failure
        case .notDone, .usage, .broken, .lost: nil
        }
    }

    /// The same where the words refused stand in a file: that is no fault of the command line.
    package var ofContent: CommandFailure {
        if case .refused(let failure) = self { return .misfilled(failure) }
        return self
    }
}

extension Failure {
    /// Whether it is the connection that has no future, whatever was asked. A line that is too long is the request's fault.
    fileprivate var endsConnection: Bool { code.map { $0.entry.closes && $0.entry.answers } ?? false }

    /// Whether what was asked could not be understood, which this program would have said of the same words.
    fileprivate var isMisuse: Bool { code?.isOfWords ?? false }
}
