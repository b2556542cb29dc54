import CanonicalJSON
import CivilTime
import Record

extension RecordQueries {
    /// Adds how a record broke with what was signed, and the statements with which it was started again; nothing where it never did.
    func tell(breaksOf forum: String, in object: inout JSONObject) async throws(ServiceFailure) {
        let (breaks, divergence) = try await storing { () throws(StoreError) in
            (try await self.store.breaks(forum: forum), try await self.store.divergence(forum: forum))
        }
        if let divergence { object["diverged"] = .string(divergence) }
        guard !breaks.isEmpty else { return }
        object["breaks"] = .array(
            breaks.map {
                .object([
                    "epoch": .integer(Int64($0.epoch)), "begun_at": .string($0.begunAt.description),
                    "old_key": .string($0.oldKey), "note": .string(String(decoding: $0.note, as: UTF8.self)),
                ])
            })
    }
}
