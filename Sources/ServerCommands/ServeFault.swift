import Listening
import PostgresStore
import Terminal

/// Why a server cannot start, in words for the operator, with what to do.
enum ServeFault {
    /// What is told of an error while setting up the database in a data directory, or the one of a conninfo.
    static func failure(_ error: any Error, data: String? = nil) -> CommandFailure {
        if let failure = error as? CommandFailure { return failure }
        let text = sentence("\(error)")
        if let error = error as? ListenError, error.isMisuse { return .usage(text) }
        guard let error = error as? EmbeddedClusterError else { return .notDone([text]) }
        let place = data.map { TerminalText.line($0) } ?? "the data directory"
        if text.contains("No space left on device") {
            return .notDone([
                "the disk that \(place) is on is full; the database needs 100 MB to begin with: make room, or choose another "
                    + "--data"
            ])
        }
        switch error.code {
        case .fileSystem where text.hasSuffix("Permission denied") || text.hasSuffix("Read-only file system"):
            return .notDone(["\(text): choose a directory that this user may write, with --data"])
        case .fileSystem, .inUse, .programsMissing, .permission, .initialisation, .start, .copy, .stop, .cancelled:
            return .notDone([text])
        }
    }

    /// The lines of a library's message as one line.
    private static func sentence(_ text: String) -> String {
        text.split { $0.isNewline }.map { TerminalText.line(String($0.drop { $0 == "\t" || $0 == " " })) }
            .joined(separator: " ")
    }
}
