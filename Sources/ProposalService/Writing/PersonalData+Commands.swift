import CanonicalJSON
import Lifecycle
import Proposals

extension PersonalData {
    /// A command on a proposal that exists, with commitments in place of the personal values that it brings. Every command says whether
    /// it can bring any.
    mutating func sealing(
        _ command: Command, on proposal: Proposal, _ definition: LifecycleDefinition
    ) throws(Refusal) -> Command {
        switch command {
        case .revise(let fields, let kind, let decidedAt):
            let clean = try sealing(fields, definition.form, present: proposal.fields)
            return .revise(fields: clean, kind: kind, decidedAt: decidedAt)
        case .advance(let id, let inputs, let decidedAt, let signature):
            let clean = try sealing(inputs, definition.transition(id), definition.form, present: proposal.fields)
            guard signature == nil || clean == inputs else { throw PersonalData.signed }
            return .advance(transition: id, inputs: clean, decidedAt: decidedAt, signature: signature)
        case .draft, .importRecord:
            // They begin a proposal, and are refused on one that exists.
            return command
        case .contestRevision, .contestPosition, .takePosition, .acknowledge, .recordFact, .note, .moveDeadline,
            .invite,
            .decideInvitation, .migrate, .file, .noteDeadline:
            return command
        }
    }
}
