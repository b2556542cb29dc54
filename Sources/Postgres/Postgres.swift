// PostgreSQL for the rest of the program; nothing else imports libpq.
//
//     let pool = PostgresPool(PostgresConfiguration(conninfo: "host=db1,db2 target_session_attrs=read-write dbname=x"))
//     try await pool.withConnection { connection in
//         let loaded = try await connection.run([
//             .begin,
//             Statement("SELECT id FROM proposal WHERE id = ANY($1) ORDER BY id FOR UPDATE", [.int8Array([1, 2])]),
//             Statement("SELECT clock_timestamp(), pg_current_xact_id()::text"),
//         ]).checked()                                         // throws the first refusal
//         let now: Int64 = try loaded[2].rows.one()[0]         // microseconds since the Unix epoch
//         let written = try await connection.run([
//             Statement("INSERT INTO event (bytes) SELECT unnest($1)", [.byteaArray([[1, 2, 3]])]),
//             .commit,
//         ])                                                   // one trip, one Sync
//         guard written[1].isCommitted else { throw written.firstError ?? ... }
//     }
//
// A statement is prepared on its first use by a connection. A refusal is a value in its result; `run` throws only when the
// answers could not be had. `PostgresError` says whether to retry (`isRetryable`), whether one command's data is to blame
// (`isDataError`), and whether a COMMIT may have taken effect (`isOutcomeUnknown`).
//
// From above to below: PostgresPool, PostgresListener; PostgresConnection; PipelineRun (the bookkeeping of a round trip,
// pure); ConnectionHandle, ResultStorage (libpq's calls).
