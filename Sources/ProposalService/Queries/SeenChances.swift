package import Lifecycle
package import Proposals

/// What can be done with a proposal, as WHY tells it.
package struct SeenChances: Sendable {
    package let proposal: Proposal
    package let definition: LifecycleDefinition
    /// Who can meet what is not met.
    package let seats: OfficeHolders
    package let acts: [Act]
    package let checklist: [Sentence]
    /// How many drafts that the reader may not see look like it.
    package let hiddenDrafts: Int

    /// A transition or a fact, as it was judged.
    package struct Act: Sendable {
        package let kind: Kind
        package let verdict: Verdict

        package enum Kind: Sendable {
            case transition(TransitionDefinition)
            case fact(FactDefinition)
        }
    }

    /// A sentence of the rule.
    package struct Sentence: Sendable {
        package let item: ChecklistItem
        package let fields: [DeclaredField]
        package let findings: [Finding]

        /// Met, declared by the proposer, for partners to judge, or unmet.
        package var status: Status {
            if findings.contains(where: { !$0.isMet }) { return .unmet }
            if !findings.isEmpty { return .met }
            if fields.contains(where: \.isFilled) { return .declared }
            return item.isJudged ? .judged : .unmet
        }
    }

    package enum Status: String, Sendable {
        case met, declared, judged, unmet
    }

    /// A field in which the proposer declares what a sentence asks for.
    package struct DeclaredField: Sendable {
        package let field: FieldDefinition
        package let isFilled: Bool
    }
}
