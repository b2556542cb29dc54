import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Inbox.Row {
    /// What waits, as it is told.
    ///
    /// - Parameter codes: whether its reasons are told without words as well.
    init(_ item: InboxItem, codes: Bool) {
        self.init()
        ref = item.ref
        title = item.title
        state = item.state
        what = item.what
        why = item.why
        if codes { reasons = item.reasons.map { ToldReason($0) } }
        transition = item.transition
        partner = item.partner
        closes = item.closes
        due = item.due
        since = item.since
        invitation = item.invitation
        isOverdue = item.isOverdue
        offer = item.offer.map { Verbs.Inbox.Offer($0) }
    }
}

extension Verbs.Inbox.Offer {
    fileprivate init(_ offer: Proposals.Offer) {
        self.init()
        isPossible = offer.isPossible
        needs = offer.needs.map { Verbs.Inbox.Need($0) }
        decidedAt = offer.decidedAt
        missing = offer.missing.map { Verbs.Inbox.Missing($0) }
    }
}

extension Verbs.Inbox.Need {
    /// What to give: where it cannot be anything of its type, a value that would do.
    fileprivate init(_ need: Proposals.Offer.Need) {
        self.init(need.input.summary)
        if !need.isFree { example = need.value }
    }
}

extension Verbs.Inbox.Missing {
    fileprivate init(_ finding: Finding) {
        self.init()
        requirement = finding.requirement
        label = finding.label
        detail = finding.detail
    }
}
