import CanonicalJSON
import HTTPTypes
import Lifecycle
import LineProtocol
import WebPages

/// A position: the text and the choice, what will be recorded, and the recording.
struct PositionPages: FormPage {
    /// What it is on, and where it comes from.
    enum Kind: Sendable {
        case own
        /// By a coordinator; on an invitation where one is named.
        case relayed(Int?)
        case invitation(Int)
    }

    let ref: String
    var kind = Kind.own

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let (page, proposal) = try await page(visit)
        return visit.page(
            page.page(visit.newForm(seen: proposal.record?.version), partner: visit.target.query.text("partner")),
            forum: PageFrame.Forum(proposal))
    }

    /// The choice, after the mail has come from which it is relayed.
    func begin(_ visit: Visit, mail digest: String) async throws(PageEnd) -> PageAnswer {
        let (page, proposal) = try await page(visit, mail: digest)
        return visit.page(
            page.page(visit.newForm(seen: proposal.record?.version), partner: visit.form.text(MailForm.partnerField)),
            forum: PageFrame.Forum(proposal))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (page, proposal) = try await page(visit)
        let forum = PageFrame.Forum(proposal)
        var typed = PositionPage.Typed(visit.form)
        if let definition = try await visit.definition(of: proposal) { typed.check(definition) }
        if case .relayed = kind { typed.checkRelay() }
        var state = visit.sentForm(seen: visit.seen.map { Int($0) } ?? proposal.record?.version)
        let step = visit.form.text("step")
        guard step != "back", typed.faults.isEmpty else {
            if step != "back" { state.faults = typed.faults }
            return visit.page(
                page.page(state, partner: typed.partner), forum: forum,
                status: step == "back" ? .ok : .unprocessableContent)
        }
        guard step == "record" else {
            return visit.page(page.confirmation(typed, visit.form, state), forum: forum)
        }
        switch try await record(typed, visit) {
        case .success(let written): return visit.done(written.proposal, done)
        case .failure(let failure):
            _ = try visit.passed(failure)
            let shown = try await visit.proposal(ref)
            state = visit.sentForm(failure, seen: shown.record?.version)
            if failure.code == .versionConflict || failure.object["field"]?.string == "round"
                || failure.object["field"]?.string == "text"
            {
                state.meanwhile = try await visit.meanwhile(ref)
            }
            let (fresh, _) = try await self.page(visit)
            return visit.page(fresh.page(state, partner: typed.partner), forum: forum, status: .conflict)
        }
    }

    private var done: Done {
        if case .relayed = kind { .relayed } else { .position }
    }

    private func page(
        _ visit: Visit, mail: String? = nil
    ) async throws(PageEnd) -> (PositionPage, ShownProposal) {
        let login = try visit.account()
        let proposal = try await visit.proposal(ref)
        let (around, partners) = try await visit.surroundings(of: proposal)
        let subject = try subject(proposal, visit, mail)
        return (PositionPage(proposal, around, partners: partners, login: login, on: subject), proposal)
    }

    private func subject(
        _ proposal: ShownProposal, _ visit: Visit, _ mail: String?
    ) throws(PageEnd) -> PositionSubject {
        switch kind {
        case .own: return .proposal
        case .relayed(let number):
            guard let partner = visit.form.text(MailForm.partnerField), let digest = mail ?? visit.form.text("digest")
            else { throw .redirect(PageAddress.relay(ref, invitation: number)) }
            return .relayed(
                partner: partner, digest: digest,
                invitation: try number.map { number throws(PageEnd) in try proposal.invitation(number) })
        case .invitation(let number): return .invitation(try proposal.invitation(number))
        }
    }

    /// Records a position on the round and the text that were read. What other partners said meanwhile does not stand in its way; anything
    /// else does.
    private func record(
        _ typed: PositionPage.Typed, _ visit: Visit
    ) async throws(PageEnd) -> Result<Verbs.Position.Written, Failure> {
        var verb = Verbs.Position()
        verb.ref = ref
        verb.stance = typed.stance.flatMap { Stance(rawValue: $0) }
        verb.partner = typed.partner
        verb.reason = typed.reason
        verb.resolves = typed.resolves
        verb.decided.at = typed.decidedAt
        switch kind {
        case .own: (verb.round, verb.text) = (typed.round, typed.text)
        case .relayed(let invitation):
            if let invitation {
                verb.invitation = invitation
            } else {
                (verb.round, verb.text) = (typed.round, typed.text)
            }
            if let receivedAt = typed.receivedAt {
                verb.relayed = Verbs.Position.Relayed(
                    from: typed.from ?? "", receivedAt: receivedAt, digest: typed.digest ?? "")
            }
        case .invitation(let number): verb.invitation = number
        }
        return try await visit.write(verb, on: ref) { event in
            switch event.kind {
            case "position-taken", "position-retracted", "invitation-position", "acknowledged", "noted", "filed":
                event.data["partner"]?.string != typed.partner || event.kind == "acknowledged"
            default: false
            }
        }
    }
}

extension ShownProposal {
    /// An invitation by its number, or that there is none.
    func invitation(_ number: Int) throws(PageEnd) -> ShownInvitation {
        guard let invitation = record?.invitations.first(where: { $0.number == number }) else {
            throw .missing(tr("\(ref) has no invitation \(number)."))
        }
        return invitation
    }
}

extension Visit {
    /// Writes on the version that the form saw, or on a later one where nothing happened since but what does no harm to it.
    func write<Written: WriteVerb>(
        _ verb: Written, on ref: String, past isHarmless: (ShownEvent) -> Bool
    ) async throws(PageEnd) -> Result<Written.Written, Failure> {
        var version = seen
        for _ in 0..<8 {
            let result = await write(verb, if: version)
            guard case .failure(let failure) = result, failure.code == .versionConflict, let saw = version else {
                return result
            }
            let since = try await ask(Verbs.History(ref: ref, after: Int(saw), limit: 1000))
            guard since.end.next == nil, since.rows.allSatisfy(isHarmless), let last = since.rows.last else {
                return result
            }
            version = Int64(last.version)
        }
        return await write(verb, if: version)
    }

    /// A failure that a form tells; one that ends the visit is thrown.
    func passed(_ failure: Failure) throws(PageEnd) -> Failure {
        switch failure.code {
        case .badToken, .tokenExpired, .tokenRevoked, .notLoggedIn, .notFound: throw end(failure)
        default: return failure
        }
    }
}
