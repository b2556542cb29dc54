import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Why.Row {
    /// An act as it was judged.
    init(_ act: SeenChances.Act, _ seating: inout Seating, codes: Bool) {
        switch act.kind {
        case .transition(let transition):
            self.init(transition: transition.id)
            label = transition.label
            to = transition.to
        case .fact(let fact):
            self.init(fact: fact.id)
            label = fact.label
        }
        isAllowed = act.verdict.isAllowed
        let needs = act.verdict.findings.map { JudgedRequirement(seating.seated($0), codes: codes) }
        self.needs = needs
        unmet = needs.filter { !$0.isMet }
    }
}

extension Verbs.Why.End {
    /// Where the proposal stands.
    init(_ chances: SeenChances, _ seating: inout Seating, codes: Bool) {
        let proposal = chances.proposal
        self.init()
        ref = proposal.ref
        title = proposal.fields["title"]?.string
        state = proposal.state
        stateLabel = chances.definition.state(proposal.state)?.label ?? proposal.state
        version = proposal.version
        checklist = chances.checklist.map { Verbs.Why.Sentence($0, &seating, codes: codes) }
        if chances.hiddenDrafts > 0 { hints = [Verbs.Why.End.hiddenDraft] }
    }
}

extension Verbs.Why.Sentence {
    fileprivate init(_ sentence: SeenChances.Sentence, _ seating: inout Seating, codes: Bool) {
        self.init()
        text = sentence.item.text
        source = sentence.item.source
        status = sentence.status.rawValue
        isJudged = sentence.item.isJudged
        fields = sentence.fields.map { declared in
            var field = Verbs.Why.Field()
            field.key = declared.field.key
            field.label = declared.field.label
            field.isFilled = declared.isFilled
            return field
        }
        requirements = sentence.findings.map { JudgedRequirement(seating.seated($0), codes: codes) }
    }
}
