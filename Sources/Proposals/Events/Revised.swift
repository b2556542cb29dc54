package import CanonicalJSON
package import Lifecycle

extension Event {
    /// Fields of the text were changed.
    package struct Revised: ProposalBody {
        package static var kind: EventKind { .revised }

        /// New values by key; a null empties a field.
        package var changes: JSONObject
        package var effect: RevisionEffect
        /// The digest of the new text.
        package var textDigest: String
        /// The round that was open, if one was.
        package var round: Int?
    }
}

extension Event.Revised {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        changes = try data.object("changes")
        textDigest = try data.text("text_digest")
        guard let effect = RevisionEffect(rawValue: try data.text("effect")) else {
            throw EventError("a revision of an unknown effect")
        }
        self.effect = effect
        round = data.optionalInteger("round")
    }

    package var data: JSONObject {
        var data: JSONObject = [
            "changes": .object(changes), "effect": .string(effect.rawValue), "text_digest": .string(textDigest),
        ]
        if let round { data["round"] = .integer(Int64(round)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        proposal.write(changes, textDigest)
        proposal.noteChange(of: changes.keys, at: event.recordedAt)
        switch effect {
        case .free: break
        case .closesRound: proposal.endRound(.substantiveRevision)
        case .afterDecision: proposal.endRound(.revisedAfterDecision)
        case .editorial:
            guard let round = proposal.openRound else { return }
            proposal.editorialRevisions.append(
                EditorialRevision(
                    revision: proposal.revision, round: round.number, fields: changes.keys, isContested: false))
            try proposal.withRound { $0.textDigest = textDigest }
        }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .revise(fields: changes, kind: effect.asked, decidedAt: event.decidedAt)
    }
}

/// What a revision does besides changing the text. The texts stand in events.
package enum RevisionEffect: String, Sendable, Hashable {
    /// Nothing: no round is open on the text.
    case free
    /// The round goes on, with its positions, on the new text; any partner may contest that.
    case editorial
    /// The round ends, and with it every position.
    case closesRound = "closes-round"
    /// The round ends, and what was decided stands.
    case afterDecision = "after-decision"

    /// The kind of change that was asked for, where it had to be said.
    fileprivate var asked: Command.RevisionKind? {
        switch self {
        case .editorial: .editorial
        case .closesRound: .substantive
        case .free, .afterDecision: nil
        }
    }
}
