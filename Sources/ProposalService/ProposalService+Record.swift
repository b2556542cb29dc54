package import Record

extension ProposalService {
    /// CHECKPOINT: the newest signed checkpoint of a forum, made anew for a member where the record grew, or another one.
    package func checkpoint(
        _ forum: String, _ choice: CheckpointChoice = .newest, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenCheckpoint {
        try await recordQueries.checkpoint(forum, choice, caller)
    }

    /// PROOF: that the record of one size begins with that of another, or that an event stands in it; from O(log n) tiles.
    package func proof(
        _ request: ProofRequest, _ forum: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenProof {
        try await recordQueries.proof(request, forum, caller)
    }

    /// COSIGN: takes in the signature line of a witness that the server's policy names, under a checkpoint of this forum.
    package func cosign(
        _ forum: String, size: Int64, line: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenCosignature {
        try await recordQueries.cosign(forum, size: size, line: line, caller)
    }

    /// The hashes of a tile, as far as the newest checkpoint goes, for whoever may read that checkpoint.
    package func tile(_ tile: Tile, _ forum: String, _ caller: Caller?) async throws(ServiceFailure) -> SeenTile {
        try await recordQueries.tile(tile, forum, caller)
    }

    /// The newest checkpoints that strangers may read too, and whom of these witnesses each still lacks; `known` are sizes that lack nobody.
    package func lacking(
        _ witnesses: [WitnessPolicy.Party], besides known: [String: Int64]
    ) async throws(ServiceFailure) -> [LackingCheckpoint] {
        try await recordQueries.lacking(witnesses, besides: known)
    }

    /// What EXPORT writes: of a forum everything, of a proposal its events and the registry's, each below the newest checkpoint.
    ///
    /// `isWitnessed` ends it at the newest checkpoint that a quorum cosigned.
    package func export(
        _ subject: String, isWitnessed: Bool = false, _ caller: Caller
    ) async throws(ServiceFailure) -> RecordExport {
        try await recordQueries.export(subject, isWitnessed: isWitnessed, caller)
    }

    /// The checkpoints of a bundle, in the order of their sizes: those with a quorum that bracket its events as closely as can be, and
    /// the one that it ends at.
    package func stages(of export: RecordExport) async throws(ServiceFailure) -> [PublishedCheckpoint] {
        try await recordQueries.stages(of: export)
    }

    /// AUDIT: compares everything that a forum's tables hold with its events, and the events with what was signed. Tells how far it has
    /// come after each page; answers the first place that differs, or that none does.
    package func audit(
        _ forum: String, after text: String? = nil, _ caller: Caller,
        progress: (AuditProgress) async throws -> Void
    ) async throws -> AuditReport {
        try await audits.run(forum, after: text, caller, progress: progress)
    }

    /// WATCH: every event of a forum, or of one of its proposals, from a cursor on (from the beginning without one), in the order
    /// of the record, until the sequence is left. Reads by position, so no event is missed; wake-ups only make it prompt.
    package func watch(
        _ forum: String, after cursor: String?, ref: String? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> WatchedEvents {
        try await watches.watch(forum, after: cursor, ref: ref, caller)
    }

    /// The cursor of where a forum's record ends: a watch from it on begins with what is recorded next.
    package func watchEnd(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> String {
        try await watches.end(of: forum, caller)
    }

    /// What WATCH takes for a cursor where nothing of what was recorded before is wanted.
    package static let watchNow = "now"

    /// The cursor of a watch that has seen nothing.
    package static func watchBeginning(_ forum: String) -> String { WatchCursor.beginning(of: forum).description }
}
