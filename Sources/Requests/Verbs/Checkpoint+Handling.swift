import CivilTime
import LineProtocol
import ProposalService
import Record

extension Verbs.Checkpoint: TypedPublicReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let choice = size.map { CheckpointChoice.size(Int64($0)) } ?? (witnessed ? .newestWitnessed : .newest)
        let seen = try await service.checkpoint(forum, choice, caller)
        var end = End(seen.published)
        end.forum = forum
        end.diverged = seen.divergence
        if !seen.breaks.isEmpty { end.breaks = seen.breaks.map { Break($0) } }
        return TypedAnswer(end: end)
    }
}

extension Verbs.Checkpoint.End {
    fileprivate init(_ published: PublishedCheckpoint) {
        let checkpoint = published.checkpoint
        self.init()
        origin = checkpoint.origin
        size = Int(checkpoint.size)
        root = checkpoint.root.hex
        note = String(decoding: published.note.bytes, as: UTF8.self)
        key = published.key.text
        cosignatures = published.policy.witnesses.compactMap { witness in
            published.moment(of: witness.name).map { Verbs.Checkpoint.Cosignature(witness, at: $0) }
        }
        isWitnessed = published.isWitnessed
    }
}

extension Verbs.Checkpoint.Cosignature {
    fileprivate init(_ party: WitnessPolicy.Party, at moment: Instant) {
        self.init()
        witness = party.name
        key = party.key.text
        at = moment
    }
}

extension Verbs.Checkpoint.Break {
    fileprivate init(_ statement: RecordBreak) {
        self.init()
        epoch = statement.epoch
        begunAt = statement.begunAt
        oldKey = statement.oldKey
        note = String(decoding: statement.note, as: UTF8.self)
    }
}
