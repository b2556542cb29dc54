import CivilTime
import Record

/// Between which times each event must have been recorded, by the times at which a quorum of witnesses saw the checkpoints.
struct Brackets {
    private let sizes: [Int64]
    /// For the events from each checkpoint on: the latest time at which a quorum saw a record that still lacked them.
    private let after: [Int64?]
    /// For the events before each checkpoint: the earliest time by which a quorum had seen a record that held them.
    private let by: [Int64?]
    private let skew: Int64
    private var next = 0

    /// `stages` in the order of their sizes; `skew` in seconds.
    init(_ stages: [WitnessPolicy.Witnessed], skew: Int64) {
        sizes = stages.map(\.checkpoint.size)
        self.skew = skew
        var after: [Int64?] = []
        for stage in stages {
            after.append([after.last ?? nil, stage.quorumSawAfter].compactMap(\.self).max())
        }
        var by: [Int64?] = []
        for stage in stages.reversed() {
            by.append([by.last ?? nil, stage.quorumSawBy].compactMap(\.self).min())
        }
        self.after = after
        self.by = by.reversed()
    }

    /// What is wrong with the time of an event; nil where it lies in its bracket. Events come in the order of the record.
    mutating func fault(at index: Int64, recordedAt: Instant) -> String? {
        while next < sizes.count, sizes[next] <= index { next += 1 }
        let seconds = recordedAt.microseconds / 1_000_000
        if next > 0, let low = after[next - 1], seconds < low - skew {
            return
                "back-dated: it says \(recordedAt), but at \(Brackets.moment(low)) a quorum of witnesses saw a record "
                + "without it"
        }
        if next < sizes.count, let high = by[next], seconds > high + skew {
            return
                "dated ahead: it says \(recordedAt), but at \(Brackets.moment(high)) a quorum of witnesses had seen it"
        }
        return nil
    }

    static func moment(_ seconds: Int64) -> String {
        let (microseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return Instant(microseconds: overflow ? .max : microseconds).description
    }
}
