package import Record

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Verifies a bundle as its bytes come: nothing is kept of an event but what its proposal needs.
///
/// A bundle that is not what it says is refused with one fault, and nothing in it is believed. What is proven, and what in the proven
/// history is against its rules, stands in the report.
package struct BundleVerifier {
    /// By how many seconds an event may lie outside the bracket of its cosignatures, unless another number is given: a checkpoint is made
    /// some time after the event.
    package static let defaultSkew: Int64 = 600
    /// The most irregularities that are told one by one.
    package static let irregularityLimit = 1000

    let trusted: WitnessPolicy?
    let skew: Int64
    var stage = Stage.heading
    var lineNumber = 0
    /// Of the bytes before the present line.
    var digest = Digest.Stream()
    private var rest: [UInt8] = []

    var forum = ""
    var scope = BundleHeader.Scope.forum
    var policyLines: [String] = []
    var policy = WitnessPolicy()
    var noteLines: [[UInt8]] = []
    var breaks: [EpochBreak] = []
    var witnessed: [WitnessPolicy.Witnessed] = []
    var isConsistent = true

    var announced: Int64 = 0
    var eventCount: Int64 = 0
    var lastIndex: Int64 = -1
    var frontier = MerkleFrontier()
    var nextStage = 0
    var leaf: Digest?
    var undisclosed: [Digest] = []
    var brackets = Brackets([], skew: 0)
    var replay = HistoryReplay(forum: "")
    var irregularities: [Irregularity] = []
    var irregularityCount = 0
    var disclosures = BundleReport.Disclosures()

    /// Which lines may come next.
    enum Stage: Equatable {
        case heading
        case forum
        case scope
        case policy
        case breakNote(remaining: Int)
        case breaks
        case note(remaining: Int)
        case checkpoints
        case event
        case proof(index: Int64)
        case closed
    }

    /// Verifies under a policy of the reader's own. Without one, the bundle's policy is taken, which proves less.
    package init(trusted: WitnessPolicy?, skew: Int64 = BundleVerifier.defaultSkew) {
        self.trusted = trusted
        self.skew = max(0, min(skew, 1 << 40))
    }

    /// How many events have been verified, of how many.
    package var progress: (done: Int64, of: Int64) { (eventCount, announced) }

    /// Takes the next bytes of the file.
    package mutating func take(_ bytes: [UInt8]) throws(BundleFault) {
        var start = 0
        while let end = BundleVerifier.lineEnd(in: bytes, from: start) {
            if rest.isEmpty {
                try line(bytes[start...end])
            } else {
                rest += bytes[start...end]
                let whole = rest
                rest = []
                try line(whole[...])
            }
            start = end + 1
        }
        rest += bytes[start...]
        guard rest.count <= BundleHeader.lineLimit else {
            throw BundleFault(line: lineNumber + 1, "the line is too long")
        }
    }

    /// What the whole file proves, once all of it was taken.
    package mutating func finish() throws(BundleFault) -> BundleReport {
        guard rest.isEmpty else { throw BundleFault(line: lineNumber + 1, "the last line is cut off") }
        guard stage == .closed else {
            throw BundleFault(line: lineNumber + 1, "the bundle ends too early: it is not closed by its digest")
        }
        return report()
    }

    /// Verifies a bundle that is in memory.
    package static func verify(
        _ bytes: [UInt8], trusted: WitnessPolicy?, skew: Int64 = BundleVerifier.defaultSkew
    ) throws(BundleFault) -> BundleReport {
        var verifier = BundleVerifier(trusted: trusted, skew: skew)
        try verifier.take(bytes)
        return try verifier.finish()
    }

    /// Takes a line with its break.
    private mutating func line(_ bytes: ArraySlice<UInt8>) throws(BundleFault) {
        lineNumber += 1
        let outcome = bytes.withUnsafeBytes { raw -> Result<Void, LineFault> in
            Result { () throws(LineFault) in try read(raw) }
        }
        if case .failure(let fault) = outcome { throw BundleFault(line: lineNumber, fault.reason) }
    }

    private mutating func read(_ raw: UnsafeRawBufferPointer) throws(LineFault) {
        let text = UnsafeRawBufferPointer(rebasing: raw.dropLast())
        guard text.count <= BundleHeader.lineLimit else { throw LineFault("the line is too long") }
        let line = try BundleLine(text)
        if case .close(let closing) = line {
            try close(closing)
        } else {
            try take(line)
        }
        digest.update(raw)
    }

    private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { raw in
            guard start < raw.count, let base = raw.baseAddress,
                let found = memchr(base + start, 0x0A, raw.count - start)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }
}
