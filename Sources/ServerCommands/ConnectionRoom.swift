import LineServer
import Listening
import Terminal

/// How many clients may be connected at a time, so that files and sockets are left for all else: without any, no timer and no thread starts,
/// and the program cannot go on.
struct ConnectionRoom: Equatable {
    /// What is kept for the program itself: its standard streams, event loops, timers, listeners, files that are read and written, and
    /// connections that are being refused.
    private static let kept = 64 + 2 * Goodbyes.most
    /// The fewest connections of both kinds that are worth a start.
    private static let fewest = 16

    let lines: Int
    let web: Int

    /// Shares out the open files that the system grants: two thirds for lines, and for HTTP what they leave. Throws where they are too few
    /// to serve.
    init(granted: Int, databaseConnections: Int, wanted: Int, servesWeb: Bool) throws(CommandFailure) {
        // One more for notifications, one for listening to them, and as many again while broken ones are replaced.
        let own = Self.kept + 2 * (databaseConnections + 2)
        let free = granted - own
        guard free >= Self.fewest else {
            throw .notDone([
                "the system lets this program open \(granted) files, and a server needs \(own + Self.fewest): raise the limit with "
                    + "ulimit -n, or LimitNOFILE= in a unit"
            ])
        }
        lines = min(wanted, servesWeb ? free - free / 3 : free)
        web = servesWeb ? min(wanted, free - lines) : 0
    }

    /// What to tell the operator where there is room for fewer than the settings say.
    func notice(granted: Int, wanted: Int) -> String? {
        guard lines < wanted else { return nil }
        return "the system lets this program open \(granted) files, so it takes at most \(lines) connections"
            + (web > 0 ? ", and \(web) over HTTP," : "")
            + " of the \(wanted) that the settings say; raise the limit with ulimit -n, "
            + "or LimitNOFILE= in a unit"
    }
}
