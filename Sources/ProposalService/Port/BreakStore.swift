package import CivilTime

/// The part of the port that keeps how records broke with what was signed, and how they were started again.
package protocol BreakStore: Sendable {
    /// Why nothing more is written to the record of a forum; nil while it is what was signed.
    func divergence(forum: String) async throws(StoreError) -> String?

    /// From now on no server writes to the record. The first reason stays; a record that nobody signs cannot diverge.
    func keep(divergence why: String, forum: String) async throws(StoreError)

    /// The statements with which the epochs of a record began, in their order.
    func breaks(forum: String) async throws(StoreError) -> [RecordBreak]
}

/// A signed statement that a record was started again.
package struct RecordBreak: Sendable, Hashable {
    /// The epoch that it begins.
    package var epoch: Int
    /// The public key of the epoch before.
    package var oldKey: String
    /// The signed note.
    package var note: [UInt8]
    package var begunAt: Instant

    package init(epoch: Int, oldKey: String, note: [UInt8], begunAt: Instant) {
        self.epoch = epoch
        self.oldKey = oldKey
        self.note = note
        self.begunAt = begunAt
    }
}
