package import Record

/// What a bundle proves, by whose signatures, and what it does not.
package struct BundleReport: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable {
        /// Proven, witnessed as the policy asks, and nothing against the rules.
        case sound
        /// Proven, but a quorum of witnesses did not see the whole of it.
        case unwitnessed
        /// Proven to be what was recorded, and something in it is against the rules.
        case faulty
    }

    /// What became of the commitments to personal data.
    package struct Disclosures: Sendable, Hashable {
        package var opened = 0
        package var erased = 0
        package var withheld = 0
    }

    package let header: BundleHeader
    package let verdict: Verdict
    package let eventCount: Int64
    /// The events of each proposal.
    package let versions: [String: Int]
    package let checkpoint: Checkpoint
    package let log: NoteKey
    /// How the record was started again after it broke with what was signed.
    package let breaks: [EpochBreak]
    /// Who cosigned the last checkpoint, and when.
    package let cosigned: [String: Int64]
    /// Whether the policy asks for witnesses at all.
    package let asksForWitnesses: Bool
    /// The size of the largest checkpoint that a quorum cosigned.
    package let witnessedSize: Int64
    /// Whether the policy was the reader's own.
    package let isPolicyOwn: Bool
    package let skew: Int64
    package let irregularities: [Irregularity]
    /// All of them, also those beyond what is told one by one.
    package let irregularityCount: Int
    package let disclosures: Disclosures
    package let signed: [SignedAct]
    /// Changes of the registry and records entered by administrators of the server.
    package let administratorActs: Int
}

extension BundleVerifier {
    func report() -> BundleReport {
        // A bundle is closed only after a checkpoint.
        let last = witnessed[witnessed.count - 1]
        let witnessedSize = witnessed.last { $0.hasQuorum }?.checkpoint.size ?? 0
        let counting = trusted ?? policy
        let verdict: BundleReport.Verdict =
            irregularityCount > 0 ? .faulty : witnessedSize < last.checkpoint.size ? .unwitnessed : .sound
        return BundleReport(
            header: BundleHeader(forum: forum, scope: scope), verdict: verdict, eventCount: eventCount,
            versions: replay.versions, checkpoint: last.checkpoint, log: last.log, breaks: breaks,
            cosigned: last.seconds,
            asksForWitnesses: counting.quorum != nil, witnessedSize: witnessedSize, isPolicyOwn: trusted != nil,
            skew: skew, irregularities: irregularities, irregularityCount: irregularityCount,
            disclosures: disclosures, signed: replay.signed, administratorActs: replay.administratorActs)
    }
}
