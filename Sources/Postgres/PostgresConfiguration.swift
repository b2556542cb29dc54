/// How to reach the server and what every session begins with.
package struct PostgresConfiguration: Sendable {
    /// A libpq connection string or URI, passed on as it is: several hosts, `target_session_attrs`, TLS and so on.
    package var conninfo: String
    /// Shown in `pg_stat_activity`, unless the conninfo names one.
    package var applicationName = "chancery"
    /// Seconds for each host, unless the conninfo says otherwise.
    package var connectTimeout = 10
    /// How long a statement waits for a lock before it fails with 55P03.
    package var lockTimeout: Duration? = .seconds(5)
    /// How long a transaction may wait for its next statement before the server ends the session with 25P03.
    package var idleInTransactionTimeout: Duration? = .seconds(60)
    /// How long one statement may run before it fails with 57014.
    package var statementTimeout: Duration?
    /// Further SQL run once on each new connection.
    package var setup: [String] = []

    package init(conninfo: String) {
        self.conninfo = conninfo
    }

    /// The parameters for libpq: ours first, so that the conninfo overrides them, then what must hold in any case.
    var parameters: [(key: String, value: String)] {
        [
            ("fallback_application_name", applicationName),
            ("connect_timeout", String(connectTimeout)),
            ("keepalives", "1"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
            ("dbname", conninfo),
            ("client_encoding", "UTF8"),
        ]
    }

    /// One script for the whole of a session's settings.
    var setupScript: String {
        var settings = ["SET client_min_messages = warning", "SET bytea_output = 'hex'", "SET timezone = 'UTC'"]
        let timeouts = [
            ("lock_timeout", lockTimeout),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout),
            ("statement_timeout", statementTimeout),
        ]
        for (name, value) in timeouts {
            if let value { settings.append("SET \(name) = \(value.milliseconds)") }
        }
        return (settings + setup).joined(separator: "; ")
    }
}

extension Duration {
    /// Whole milliseconds, rounded up: a short timeout must not become 0, which means none to PostgreSQL and poll alike.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : product.addingReportingOverflow(part).partialValue
    }
}
