/// Limits of the service. Plain values; reading them from anywhere is the caller's matter.
package struct ServiceConfiguration: Sendable {
    /// Commands in one batch at most.
    package var batchCommands = 512
    /// How many commands on other proposals must wait before a batch of them begins beside one that is being committed.
    package var batchBeside = 64
    /// Commands of one account in a batch at most, where others write too.
    package var accountShare = 32
    /// The same where one of the others writes little.
    package var shareBesideQuiet = 8
    /// Bytes of requests in one batch at most.
    package var batchBytes = 4 << 20
    /// Requests that may wait in one forum before BUSY is answered.
    package var queueCommands = 8192
    /// Bytes of requests that may wait in one forum, and those of one account among them, before BUSY is answered.
    package var queueBytes = 32 << 20
    package var accountQueueBytes = 8 << 20
    /// Proposals kept folded in memory.
    package var cachedProposals = 10_000
    /// Bytes of answers about proposals kept in memory.
    package var keptAnswerBytes = 64 << 20
    /// Rows of one page at most.
    package var pageLimit = 1000
    /// Bytes of the object with which an answer ends, before what stands elsewhere as well is left out of it.
    package var objectBytes = 2 << 20
    /// How long a busy forum's events are gathered before its watchers hear of more, for each that was just told of some; 50 ms at most.
    package var watchGathering: Duration = .microseconds(100)
    /// Bytes of one forum's newest events that are kept for its watchers.
    package var watchMemory = 8 << 20
    /// How often passed deadlines are looked for, and a silent watch looks again by itself.
    package var pollInterval: Duration = .seconds(5)

    package init() {}
}
