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
    /// How long bytes or probes may stay unacknowledged before either end gives the connection up, where it is TCP: whole seconds, four at
    /// least. Until then the server holds the locks of a client that has vanished.
    package var deadLinkTimeout = Duration.seconds(8)
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
            ("keepalives_idle", String(probes.idle)),
            ("keepalives_interval", String(probes.interval)),
            ("keepalives_count", String(probes.count)),
            ("tcp_user_timeout", String(probes.userTimeout)),
            ("dbname", conninfo),
            ("client_encoding", "UTF8"),
        ]
    }

    /// One script for the whole of a session's settings.
    var setupScript: String {
        // The timeouts first: those of the database must not end what follows.
        let timeouts = [
            ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout), ("idle_session_timeout", nil),
        ]
        var settings = timeouts.map { "SET \($0) = \($1?.milliseconds ?? 0)" }
        // The server's end of the connection; over a UNIX socket they mean nothing.
        settings += [
            "SET tcp_keepalives_idle = \(probes.idle)", "SET tcp_keepalives_interval = \(probes.interval)",
            "SET tcp_keepalives_count = \(probes.count)", "SET tcp_user_timeout = \(probes.userTimeout)",
        ]
        settings.append("SET client_min_messages = warning")
        settings += Self.settings.map { "SET \($0) = \($1)" }
        return (settings + [Self.optional, Self.checks] + setup).joined(separator: "; ")
    }

    /// An idle connection is probed after half of the time, then twice more.
    private var probes: (idle: Int64, interval: Int64, count: Int, userTimeout: Int64) {
        let seconds = max(4, deadLinkTimeout.milliseconds / 1000)
        return (seconds / 2, seconds / 4, 2, seconds * 1000)
    }

    /// What statements and their answers depend on, whatever the database, the role or the server is set to.
    private static let settings: [(String, String)] = [
        ("client_encoding", "'UTF8'"), ("search_path", "public"), ("datestyle", "'ISO, YMD'"),
        ("intervalstyle", "'postgres'"), ("timezone", "'UTC'"), ("bytea_output", "'hex'"), ("extra_float_digits", "1"),
        ("standard_conforming_strings", "on"), ("backslash_quote", "safe_encoding"), ("array_nulls", "on"),
        ("transform_null_equals", "off"), ("quote_all_identifiers", "off"), ("xmloption", "content"),
        ("default_transaction_isolation", "'read committed'"), ("default_transaction_read_only", "off"),
        ("default_transaction_deferrable", "off"), ("row_security", "on"), ("exit_on_error", "off"),
        ("check_function_bodies", "on"), ("default_tablespace", "''"), ("gin_fuzzy_search_limit", "0"),
        ("enable_indexscan", "on"), ("enable_indexonlyscan", "on"),
        ("enable_bitmapscan", "on"), ("enable_nestloop", "on"), ("enable_sort", "on"),
    ]

    /// Settings of some versions only, and one that a stricter value may stand in for: what is acknowledged is on the disk.
    private static let optional = """
        SELECT set_config(name, CASE name WHEN 'transaction_timeout' THEN '0' ELSE 'on' END, false) FROM pg_settings
        WHERE name = 'transaction_timeout' OR name = 'synchronous_commit' AND setting = 'off'
            AND source IN ('database', 'user', 'database user')
        """

    /// What a session may not set itself. Without its triggers the database checks nothing.
    private static let checks = """
        DO $checks$ BEGIN
            IF current_setting('session_replication_role') = 'replica' THEN
                RAISE EXCEPTION 'session_replication_role is replica, so that the database would check nothing; reset it for this role and database'
                    USING ERRCODE = 'object_not_in_prerequisite_state';
            END IF;
        END $checks$
        """
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
