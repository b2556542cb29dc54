import CivilTime
import Postgres
package import ProposalService

extension PostgresStore {
    package func openSession(hash: [UInt8], _ row: TokenRow, limits: SessionLimits) async throws(StoreError) {
        let trip = [
            Statement(
                """
                DELETE FROM browser_session WHERE hash = ANY (ARRAY(
                    SELECT hash FROM browser_session WHERE used_at < now() - make_interval(secs => $1)
                    ORDER BY used_at LIMIT 100 FOR UPDATE SKIP LOCKED))
                """, [.literal("\(limits.idleSeconds)")]),
            Statement(
                """
                INSERT INTO browser_session (hash, token, account, forum) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """, [.bytea(hash), .text(row.token), .text(row.account), .text(row.forum)]),
        ]
        return try await read(trip) { _ in }
    }

    package func session(
        hash: [UInt8], isUse: Bool, limits: SessionLimits
    ) async throws(StoreError) -> TokenRow? {
        let (idle, whole) = ("\(limits.idleSeconds)", "\(limits.wholeSeconds)")
        let trip = [
            Statement(
                """
                SELECT token, account, forum FROM browser_session
                WHERE hash = $1 AND used_at > now() - make_interval(secs => $2)
                    AND opened_at > now() - make_interval(secs => $3)
                """, [.bytea(hash), .literal(idle), .literal(whole)]),
            // Not at each click: a write for each read would cost more than the read. And without a wait for the standbys: nobody
            // depends on it, and reads go on while no standby confirms.
            Statement(
                """
                UPDATE browser_session SET used_at = now()
                WHERE hash = $1 AND used_at < now() - interval '1 minute'
                    AND used_at > now() - make_interval(secs => $2)
                    AND set_config('synchronous_commit', 'local', true) <> ''
                """, [.bytea(hash), .literal(idle)]),
        ]
        return try await read(isUse ? trip : [trip[0]]) { results in
            try results[0].rows.first.map { TokenRow(token: try $0[0], account: try $0[1], forum: try $0[2]) }
        }
    }

    package func keepAttempt(hash: [UInt8], _ what: String, limits: SessionLimits) async throws(StoreError) {
        let trip = [
            Statement(
                """
                DELETE FROM login_attempt WHERE hash = ANY (ARRAY(
                    SELECT hash FROM login_attempt WHERE opened_at < now() - make_interval(secs => $1)
                    ORDER BY opened_at LIMIT 100 FOR UPDATE SKIP LOCKED))
                """, [.literal("\(limits.attemptSeconds)")]),
            Statement(
                "INSERT INTO login_attempt (hash, what) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.bytea(hash), .text(what)]),
        ]
        return try await read(trip) { _ in }
    }

    package func takeAttempt(hash: [UInt8], limits: SessionLimits) async throws(StoreError) -> String? {
        let statement = Statement(
            """
            DELETE FROM login_attempt WHERE hash = $1
            RETURNING what, opened_at > now() - make_interval(secs => $2)
            """, [.bytea(hash), .literal("\(limits.attemptSeconds)")])
        return try await read([statement]) { results in
            guard let row = results[0].rows.first else { return nil }
            let (what, isInTime): (String, Bool) = (try row[0], try row[1])
            return isInTime ? what : nil
        }
    }

    package func commitments(
        to value: String
    ) async throws(StoreError) -> [(forum: String, commitment: String)] {
        let statement = Statement(
            """
            SELECT forum, commitment, salt FROM personal
            WHERE value = $1 AND strpos(subject, '/') > 0 ORDER BY commitment
            """, [.text(value)])
        return try await read([statement]) { results in
            var found: [(forum: String, commitment: String)] = []
            for row in results[0].rows {
                let kept = PersonalValue(commitment: try row[1], salt: try row[2], value: value, subject: "")
                // A value that is not the one committed to is as good as erased.
                if kept.isIntact { found.append((forum: try row[0], commitment: kept.commitment)) }
            }
            return found
        }
    }

    package func sessions(
        of account: String, by logins: [String], most: Int?, limits: SessionLimits
    ) async throws(StoreError) -> [KeptSession] {
        // Found by when they were used: what is open is little, and the account's own need no index that each login would write.
        let statement = Statement(
            """
            SELECT hash, token, opened_at, used_at FROM browser_session
            WHERE used_at > now() - make_interval(secs => $2) AND opened_at > now() - make_interval(secs => $3)
                AND account = $1 AND token = ANY ($4)
            ORDER BY used_at DESC, hash LIMIT $5
            """,
            [
                .text(account), .literal("\(limits.idleSeconds)"), .literal("\(limits.wholeSeconds)"),
                .textArray(logins), .int8(most.map { Int64($0) }),
            ])
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                KeptSession(
                    hash: try row[0], token: try row[1], openedAt: Instant(microseconds: try row[2]),
                    usedAt: Instant(microseconds: try row[3]))
            }
        }
    }

    package func endSessions(
        of account: String, by logins: [String], but hash: [UInt8], limits: SessionLimits
    ) async throws(StoreError) -> Int {
        let statement = Statement(
            """
            WITH ended AS (
                DELETE FROM browser_session
                WHERE used_at > now() - make_interval(secs => $3) AND opened_at > now() - make_interval(secs => $4)
                    AND account = $1 AND hash <> $2
                RETURNING token)
            SELECT count(*) FROM ended WHERE token = ANY ($5)
            """,
            [
                .text(account), .bytea(hash), .literal("\(limits.idleSeconds)"),
                .literal("\(limits.wholeSeconds)"), .textArray(logins),
            ])
        return try await read([statement]) { results in try results[0].rows.value() }
    }

    package func endSession(hash: [UInt8]) async throws(StoreError) {
        return try await read([Statement("DELETE FROM browser_session WHERE hash = $1", [.bytea(hash)])]) { _ in }
    }
}
