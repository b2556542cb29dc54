import CivilTime
import Postgres
import ProposalService

/// The statements that write documents, and what came of those that are not whole yet.
enum UploadStoring {
    /// Adds what stores each document once.
    static func add(documents: [NewDocument], to trip: inout StatementPipeline) throws(StoreError) {
        // In one order for everybody: two batches that store the same wait for one another.
        for document in documents.sorted(by: { $0.digest < $1.digest }) {
            trip.add(
                "INSERT INTO document (digest, content) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
                [.bytea(try BatchStoring.bytes(document.digest)), .bytea(document.content)])
        }
    }

    static func add(
        _ writes: [UploadWrite], forum: String, staleBefore: Instant?, to trip: inout StatementPipeline
    ) throws(StoreError) {
        for write in writes where write.upload == nil { trip.add(erase, try key(write)) }
        if let staleBefore {
            trip.add(
                "DELETE FROM upload WHERE touched_at < $1 AND account <> ALL ($2)",
                [.timestamptz(staleBefore.microseconds), .textArray(Set(writes.map(\.key.account)).sorted())])
        }
        for write in writes {
            guard let upload = write.upload else { continue }
            let key = try key(write)
            if let before = write.receivedBefore {
                trip.add(
                    grow,
                    key + [.int8(upload.received), .timestamptz(upload.touchedAt.microseconds), .int8(before)])
            } else {
                trip.add(
                    """
                    INSERT INTO upload (account, ref, digest, forum, size, received, slot, touched_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                    """,
                    key + [
                        .text(forum), .int8(upload.size), .int8(upload.received), .int8(upload.slot),
                        .timestamptz(upload.touchedAt.microseconds),
                    ])
            }
            var start = write.receivedBefore ?? 0
            for part in write.parts {
                trip.add(
                    "INSERT INTO upload_part (account, ref, digest, start, bytes) VALUES ($1, $2, $3, $4, $5)",
                    key + [.int8(start), .bytea(part)])
                start += part.count
            }
        }
    }

    private static func key(_ write: UploadWrite) throws(StoreError) -> [PostgresValue] {
        [.text(write.key.account), .text(write.key.ref), .bytea(try BatchStoring.bytes(write.key.digest))]
    }

    /// Its parts go with it.
    private static let erase = "DELETE FROM upload WHERE account = $1 AND ref = $2 AND digest = $3"

    private static let grow = """
        WITH written AS (
            UPDATE upload SET received = $4, touched_at = $5
            WHERE account = $1 AND ref = $2 AND digest = $3 AND received = $6 RETURNING 1)
        SELECT require_rows((SELECT count(*) FROM written), 1, 'upload')
        """
}
