package import LineProtocol
package import Record

/// The way in for tools that follow a log by its files (C2SP tlog-tiles): what everybody may read of a record, without a login.
package protocol LogGateway: Sendable {
    /// The newest checkpoint, as a signed note.
    func checkpoint(of log: ForumLog) async -> Result<[UInt8], Failure>
    /// The hashes of a tile one after the other, as far as the newest checkpoint goes.
    func tile(_ tile: Tile, of log: ForumLog) async -> Result<[UInt8], Failure>
}

/// The log of one epoch of a forum's record. Each has a name, a key and a tree of its own.
package struct ForumLog: Sendable, Hashable {
    package let forum: String
    /// From 1; another one begins where a record broke.
    package let epoch: Int

    package init(forum: String, epoch: Int = 1) {
        self.forum = forum
        self.epoch = epoch
    }
}
