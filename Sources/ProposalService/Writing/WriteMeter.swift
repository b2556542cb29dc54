package import Metering
import Synchronization

/// Counts the batches in which writes go to the database: how many writes each held, and how long it took.
final class WriteMeter: Sendable {
    private struct State {
        var sizes = Histogram.sizes
        var times = Histogram.seconds
    }

    private let state = Mutex(State())

    /// Counts a batch that ended, however it did.
    func count(_ writes: Int, took duration: Duration) {
        state.withLock { state in
            state.sizes.add(Double(writes))
            state.times.add(duration.inSeconds)
        }
    }

    var figures: (sizes: Histogram, times: Histogram) { state.withLock { ($0.sizes, $0.times) } }
}

/// What the service is doing, for whoever runs it.
package struct ServiceFigures: Sendable {
    /// Writes that wait for a batch, and their bytes.
    package var waitingWrites = 0
    package var waitingBytes = 0
    /// How many writes each batch held, since the start.
    package var batchSizes = Histogram.sizes
    /// How long each batch took, from its locks to its answers, in seconds.
    package var batchTimes = Histogram.seconds
    /// Watches that are open, by forum, and how many events the record of the forum is ahead of what they can be shown.
    package var watches: [WatchFigures] = []
    /// Proposals kept in memory.
    package var keptProposals = 0
}

/// The watches of one forum.
package struct WatchFigures: Sendable {
    package var forum: String
    package var count: Int
    /// The length of the record that their feed has read; nil where it has read nothing yet.
    package var read: Int64?
}

extension ProposalService {
    /// What the service is doing at this moment.
    package var figures: ServiceFigures {
        var figures = ServiceFigures()
        (figures.waitingWrites, figures.waitingBytes) = queues.waiting
        (figures.batchSizes, figures.batchTimes) = queues.meter.figures
        figures.watches = watches.feeds.figures
        figures.keptProposals = records.memory.proposals.count
        return figures
    }

    /// What the records hold, as the database says it.
    /// - Throws: ``ServiceFailure`` where it cannot be asked.
    package func recordFigures() async throws(ServiceFailure) -> [RecordFigures] {
        try await storing { () throws(StoreError) in try await self.records.store.figures() }
    }
}
