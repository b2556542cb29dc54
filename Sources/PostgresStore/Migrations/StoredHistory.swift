import Postgres

/// How the history behind a row is read, where an upgrade folds it.
enum StoredHistory {
    /// The bytes of its events in order, up to the version of the row.
    static func events(_ forum: String, _ ref: String, until version: Int) -> Statement {
        Statement(
            "SELECT bytes FROM event WHERE forum = $1 AND stream = $2 AND version <= $3 ORDER BY version",
            [.text(forum), .text(ref), .int8(version)])
    }
}
