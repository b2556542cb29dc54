import CanonicalJSON
import Lifecycle
package import LineProtocol
package import ProposalService
import Proposals

extension ShownProposal {
    /// A proposal as its reader may see it.
    package init(_ seen: SeenRecord) {
        let proposal = seen.proposal
        self.init()
        ref = proposal.ref
        forum = proposal.forum
        fields = seen.fields
        title = fields["title"]?.string
        state = proposal.state
        stateLabel = seen.definition.state(proposal.state)?.label ?? proposal.state
        origin = proposal.origin.rawValue
        mark = seen.mark
        let activity = proposal.activity(under: seen.definition)
        guard seen.isWhole else {
            // Not when it was last recorded: that would tell of acts that are not public. But nobody should travel on days that no longer
            // hold, or to what does not take place.
            if !activity.isAsPlanned, fields["starts"] != nil || fields["ends"] != nil {
                self.activity = ShownActivity(activity)
            }
            return
        }
        title = proposal.fields["title"]?.string
        recordedAt = proposal.recordedAt
        if activity.saidBy != nil {
            self.activity = ShownActivity(activity)
            self.activity?.days = ShownDays(activity.days?.lowerBound, activity.days?.upperBound)
        }
        record = ShownRecord(seen)
    }
}

extension ShownRecord {
    fileprivate init(_ seen: SeenRecord) {
        let (proposal, definition) = (seen.proposal, seen.definition)
        self.init()
        version = proposal.version
        revision = proposal.revision
        lifecycle = ShownLifecycle(proposal.lifecycle)
        proposer = proposal.proposer
        track = proposal.track(under: definition)
        textDigest = proposal.textDigest
        openedAt = proposal.openedAt
        openedBy = ShownActor(proposal.openedBy)
        // Who recorded what else in another's place is told with each act; of the first it never was.
        openedBy?.decidedBy = nil
        notes = proposal.noteCount
        source = proposal.source
        // What is past is told as past, in "rounds": neither its deadline nor its positions are those of the present text.
        let present = proposal.openRound
        let running = proposal.runningRound(under: definition)
        round = present?.number
        isRoundOpen = running != nil
        closes = running?.closes
        roster = present?.roster.count ?? 0
        positions = ShownPosition.byStance(present?.positions ?? Positions(), in: present)
        notHeard = proposal.notHeard(under: definition, at: seen.now)
        acknowledged = present?.acknowledged.keys.sorted() ?? []
        rounds = proposal.rounds.map { ShownRound($0, seen) }
        facts = proposal.facts.map { ShownFact($0) }
        moves = proposal.moves.map { ShownMove($0) }
        invitations = proposal.invitations.map { ShownInvitation($0, seen) }
        documents = proposal.documents.map { ShownDocument($0) }
        editorialRevisions = proposal.editorialRevisions.map { ShownEditorial($0) }
    }
}

extension ShownActivity {
    init(_ activity: Activity) {
        self.init()
        standing = activity.standing.rawValue
        isLapsed = activity.lapsed != nil
    }
}

extension ShownLifecycle {
    init(_ reference: LifecycleReference) {
        self.init()
        id = reference.id
        version = reference.version
        digest = reference.digest
    }
}

extension ShownActor {
    init(_ actor: Actor) {
        self.init()
        account = actor.account
        office = actor.office.map { ShownOffice($0) }
        if let past = actor.past { decidedBy = ShownPastOffice(past) }
    }
}

extension ShownOffice {
    init(_ office: Office) {
        self.init()
        role = office.role
        partner = office.partner
        group = office.group
        isDeputy = office.isDeputy
    }
}
