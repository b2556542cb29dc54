import Record

extension RecordQueries {
    /// The most checkpoints that are put into a bundle besides the last; more are thinned evenly.
    static let stageLimit = 5000
    private static let page = 500

    /// The checkpoints of a bundle, in the order of their sizes: those with a quorum that bracket its events as closely as can be, and
    /// the one that it ends at.
    func stages(of export: RecordExport) async throws(ServiceFailure) -> [PublishedCheckpoint] {
        var sizes = try await witnessedSizes(export.forum, limit: 100_000).filter { $0 < export.size }
        sizes.reverse()
        if export.ref != nil {
            sizes = RecordQueries.bracketing(try await export.streams().map(\.position), sizes)
        }
        if sizes.count > RecordQueries.stageLimit {
            let step = sizes.count / RecordQueries.stageLimit + 1
            sizes = stride(from: 0, to: sizes.count, by: step).map { sizes[$0] }
        }
        var stages: [PublishedCheckpoint] = []
        for start in stride(from: 0, to: sizes.count, by: RecordQueries.page) {
            let part = Array(sizes[start..<min(start + RecordQueries.page, sizes.count)])
            let stored = try await storing { () throws(StoreError) in
                try await self.store.checkpoints(forum: export.forum, sizes: part)
            }
            for size in part {
                guard let note = stored[size],
                    let stage = try? PublishedCheckpoint(note, key: export.last.key, policy: policy),
                    stage.isWitnessed == true, stage.checkpoint.size == size
                else { continue }
                stages.append(stage)
            }
        }
        return stages + [export.last]
    }

    /// Of sizes in order, those that stand next before and next after a position.
    static func bracketing(_ positions: [Int64], _ sizes: [Int64]) -> [Int64] {
        var kept: [Int64] = []
        var next = 0
        for position in positions.sorted() {
            while next < sizes.count, sizes[next] <= position { next += 1 }
            for place in [next - 1, next] where sizes.indices.contains(place) {
                if (kept.last ?? -1) < sizes[place] { kept.append(sizes[place]) }
            }
        }
        return kept
    }
}
