import CivilTime
import Postgres
import ProposalService

/// The statements that read open uploads, under the locks of their proposals.
enum UploadLoading {
    /// Adds what reads every open upload of these accounts, and the bytes of those that may become complete.
    /// - Returns: where the first of two results will be.
    static func add(_ uploads: [UploadKey: Bool], to trip: inout StatementPipeline) -> Int {
        let first = trip.add(
            """
            SELECT account, ref, encode(digest, 'hex'), size, received, slot, touched_at
            FROM upload WHERE account = ANY ($1)
            """, [.textArray(Set(uploads.keys.map(\.account)).sorted())])
        let whole = uploads.filter(\.value).keys.sorted {
            ($0.account, $0.ref, $0.digest) < ($1.account, $1.ref, $1.digest)
        }
        trip.add(
            """
            SELECT p.account, p.ref, k.digest, p.bytes
            FROM unnest($1::text[], $2::text[], $3::text[]) AS k (account, ref, digest)
            JOIN upload_part AS p ON p.account = k.account AND p.ref = k.ref AND p.digest = decode(k.digest, 'hex')
            ORDER BY p.account, p.ref, p.digest, p.start
            """,
            [.textArray(whole.map(\.account)), .textArray(whole.map(\.ref)), .textArray(whole.map(\.digest))])
        return first
    }

    static func decode(_ rows: PostgresRows, _ parts: PostgresRows) throws -> [UploadKey: StagedUpload] {
        var contents: [UploadKey: [UInt8]] = [:]
        for row in parts {
            let bytes: [UInt8] = try row[3]
            contents[UploadKey(account: try row[0], ref: try row[1], digest: try row[2]), default: []] += bytes
        }
        var uploads: [UploadKey: StagedUpload] = [:]
        for row in rows {
            let key = UploadKey(account: try row[0], ref: try row[1], digest: try row[2])
            let upload = StagedUpload(
                size: try row[3], received: try row[4], slot: try row[5],
                touchedAt: Instant(microseconds: try row[6]), content: contents[key])
            if let content = upload.content, content.count != upload.received {
                throw StoreError.corrupt("of \(key.digest) there are \(content.count) bytes, not \(upload.received)")
            }
            uploads[key] = upload
        }
        return uploads
    }
}
