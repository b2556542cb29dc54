package import LineClient
package import LineProtocol
import Proposals

/// A write of which nobody knows whether it was made: the connection ended before its answer came.
package struct LostWrite: Sendable, Hashable {
    /// The proposal that it was of, where it was of one.
    package let ref: String?
    /// The key that was given with it; one that a command makes for itself is not told, the same command makes another.
    package let key: String?

    /// What a conversation that ended leaves open; nil where nothing is.
    package static func failure(_ error: ClientError, _ request: Request, key: String?) -> CommandFailure {
        guard request.isWrite, !error.isUnreachable else { return .broken(error) }
        // A server that stops has answered what it accepted.
        if case .dismissed(let failure) = error, failure.code == .shuttingDown { return .broken(error) }
        let ref = request.arguments.first.map(RefText.canonical).flatMap { RefText.isRef($0) ? $0 : nil }
        return .lost(error, LostWrite(ref: ref, key: key))
    }

    /// What is known, and what to type next.
    package var advice: [String] {
        let look = ref.map { "chancery history \(TerminalText.line($0))" }
        var lines = [
            "  It is not known whether the change was made. Look first"
                + (look.map { ", with: " + $0 } ?? " at what the record says, as with: chancery history REF")
        ]
        if let key {
            lines.append(
                "  Or send it again: the same command with --key \(TerminalText.line(key)) takes effect once.")
        } else {
            lines.append("  A command with --key KEY can be sent again as it is: it takes effect once.")
        }
        return lines
    }
}
