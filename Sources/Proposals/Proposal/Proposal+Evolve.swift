import CanonicalJSON

extension Proposal {
    /// The proposal after one more event. Pure: it reads nothing but the event, so replay outlives today's rules.
    /// Takes the proposal over, so that a caller who gives it away pays for no copy.
    package static func evolve(_ proposal: consuming Proposal?, _ sealed: SealedEvent) throws(EventError) -> Proposal {
        guard var next = proposal else { return try Proposal(opening: sealed.event, digest: sealed.digest) }
        try next.evolve(sealed.event, digest: sealed.digest)
        return next
    }

    /// Folds one more event in place, whose bytes have this digest. After an error nothing may be made of the proposal any more.
    package mutating func evolve(_ event: Event, digest: String) throws(EventError) {
        guard event.stream == ref, event.forum == forum, event.version == version + 1, event.previous == lastDigest
        else { throw EventError("event \(event.version) of \(event.stream) does not follow version \(version)") }
        guard event.recordedAt >= recordedAt else {
            throw EventError("event \(event.version) of \(ref) was recorded before the one that it follows")
        }
        guard event.from == state, let to = event.to else {
            throw EventError("event \(event.version) of \(ref) starts from another state than \(state)")
        }
        try fold(event, to: to)
        state = to
        version = event.version
        lastDigest = digest
        recordedAt = event.recordedAt
    }

    /// Folds a history back to the proposal it tells of.
    package static func replay(_ history: some Sequence<SealedEvent>) throws(EventError) -> Proposal {
        var proposal: Proposal?
        for event in history { proposal = try evolve(proposal, event) }
        guard let proposal else { throw EventError("a history without events") }
        return proposal
    }

    /// The proposal that a history begins with.
    package init(opening event: Event, digest: String) throws(EventError) {
        guard event.version == 1, event.previous == nil, event.from == nil, let state = event.to,
            case .opening(let type) = event.kind.body
        else { throw EventError("\(event.stream) does not begin with its draft") }
        let opening = try type.init(event.data).opening
        self.init(
            ref: event.stream, forum: event.forum, version: 1, lastDigest: digest, lifecycle: opening.lifecycle,
            state: state, origin: type.origin, proposer: opening.proposer, openedBy: event.actor,
            fields: opening.fields, revision: 1, textDigest: opening.textDigest, track: nil, rounds: [], moves: [],
            facts: [], editorialRevisions: [], invitations: [], noteCount: 0, source: opening.source,
            openedAt: event.recordedAt, draftedAt: event.decidedAt, recordedAt: event.recordedAt,
            information: InformationStamp(at: event.recordedAt),
            publicInformation: type.origin == .archive ? InformationStamp(at: event.recordedAt) : nil)
    }

    /// Folds what the event itself says; its kind's own file knows how.
    private mutating func fold(_ event: Event, to next: String) throws(EventError) {
        let body = event.kind.body
        guard next == state || body.mayMove else {
            throw EventError("event \(event.version) of \(ref) is not a move and leads to another state")
        }
        switch body {
        case .proposal(let type): try type.fold(event, into: &self)
        case .opening: throw EventError("\(ref) was already drafted")
        case .registry: throw EventError("\(event.kind.rawValue) is not an event of a proposal")
        }
    }
}
