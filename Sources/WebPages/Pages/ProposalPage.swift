import CanonicalJSON
import CivilTime
package import Lifecycle
package import LineProtocol

/// A proposal for somebody of the forum: where it stands, what it needs, what was said, and its text.
package enum ProposalPage {
    /// All that the page is made of.
    package struct Parts: Sendable {
        package var proposal: ShownProposal
        package var why: TypedAnswer<Verbs.Why.Row, Verbs.Why.End>?
        package var definition: LifecycleDefinition?
        package var partners: [ShownPartner] = []
        package var login: Verbs.Auth.End?
        /// Whether the visitor may erase the personal data in it.
        package var erases = false
        /// That it is shown as it was, and when that was.
        package var past: String?
        /// The newest version, where it is shown as it was.
        package var newest: Int?

        package init(_ proposal: ShownProposal) { self.proposal = proposal }
    }

    package static func page(_ parts: Parts) -> WebPage {
        let content = Content(parts)
        return WebPage(
            "\(parts.proposal.ref) \(parts.proposal.title ?? "")", "proposal", content,
            isFollowed: content.time != nil)
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let past: String?
        let time: TimeTravel?
        let way: WayDiagram?
        let acts: ActList?
        let hasActs: Bool
        let rules: RuleList?
        let matrix: PositionMatrix?
        let text: ProposalText
        let rounds: [Round]
        let facts: [Fact]
        let documents: [Document]
        let invitations: [Invitation]
        let hints: [String]
        let links: [Link]

        init(_ parts: Parts) {
            let proposal = parts.proposal
            let record = proposal.record ?? ShownRecord()
            let definition = parts.definition
            let names = Dictionary(parts.partners.map { ($0.id, $0.name) }) { first, _ in first }
            head = ProposalHead(proposal, definition, partners: names)
            past = parts.past
            time = TimeTravel(proposal.ref, version: record.version, newest: parts.newest ?? record.version)
            way = definition.map { WayDiagram($0, state: proposal.state) }
            let isNow = parts.past == nil
            let seats = MySeats(parts.login, definition)
            let mayEdit = isNow && seats.mayEdit(record, state: proposal.state, definition, fields: proposal.fields)
            if isNow, let why = parts.why {
                acts = ActList(
                    why.rows, state: proposal.state, ref: proposal.ref, definition, account: parts.login?.account,
                    position: seats.position(record, ref: proposal.ref))
                rules = RuleList(
                    why.end, ref: proposal.ref, definition, account: parts.login?.account, mayEdit: mayEdit)
                hints = why.end.hints.map { hint in
                    hint == Verbs.Why.End.hiddenDraft
                        ? tr("A draft of another partner has a title much like this one.")
                        : PageText.message(hint, atMost: 600)
                }
            } else {
                (acts, rules, hints) = (nil, nil, [])
            }
            hasActs = acts.map { !$0.yours.isEmpty || !$0.waiting.isEmpty || !$0.others.isEmpty } ?? false
            matrix = PositionMatrix(
                record, parts.partners, group: definition?.positions.groupAttribute ?? "group", mine: seats.partners)
            text = ProposalText(
                proposal.fields, definition?.form, partners: names, activity: proposal.activity)
            rounds = record.rounds.map(Round.init).reversed()
            facts = record.facts.map { Fact($0, definition, names) }
            documents = record.documents.map { Document($0, ref: proposal.ref) }
            let rules = definition?.invitations
            let areInvitationsOpen = isNow && rules?.states.contains(proposal.state) == true
            let decides = areInvitationsOpen && seats.holds(rules?.decidedBy ?? [], on: proposal, definition)
            let relays = isNow && seats.mayRelay(definition)
            invitations = record.invitations.map {
                Invitation(
                    $0, proposal.ref, speaking: areInvitationsOpen ? seats.partners : [],
                    relays: areInvitationsOpen && relays, decides: decides)
            }
            var links: [Link] = []
            if mayEdit { links.append(Link(tr("Edit the text"), PageAddress.proposal(proposal.ref, "edit"))) }
            if isNow, seats.mayAcknowledge(record) {
                links.append(Link(tr("Acknowledge receipt"), PageAddress.proposal(proposal.ref, "ack")))
            }
            if relays, record.isRoundOpen {
                links.append(Link(tr("Relay a position"), PageAddress.relay(proposal.ref, invitation: nil)))
            }
            if isNow, !record.editorialRevisions.isEmpty || seats.hasRelayed(record) {
                links.append(Link(tr("Contest"), PageAddress.proposal(proposal.ref, "contest")))
            }
            if isNow, seats.mayFile(on: proposal, definition) {
                links.append(Link(tr("File a document"), PageAddress.proposal(proposal.ref, "file")))
            }
            if areInvitationsOpen, !record.rounds.isEmpty, seats.holds(rules?.roles ?? [], on: proposal, definition) {
                links.append(Link(tr("Propose an invitation"), PageAddress.proposal(proposal.ref, "invite")))
            }
            if isNow { links.append(Link(tr("Add a note"), PageAddress.proposal(proposal.ref, "note"))) }
            links.append(Link(tr("History"), PageAddress.proposal(proposal.ref, "history")))
            if let revision = record.revision, revision > 1 {
                links.append(
                    Link(tr("What changed"), PageAddress.proposal(proposal.ref, "diff", "\(revision - 1)..\(revision)"))
                )
            }
            if isNow, parts.erases {
                links.append(Link(tr("Erase personal data"), PageAddress.proposal(proposal.ref, "erase")))
            }
            links.append(Link(tr("Print"), PageAddress.proposal(proposal.ref, "print")))
            if isNow { links.append(Link(tr("Proof"), PageAddress.proposal(proposal.ref, "proof"))) }
            self.links = links
        }
    }

    /// The way to the proposal as it was.
    private struct TimeTravel: PageContent {
        let action: String
        /// What stands before the number in the address of a version.
        let past: String
        let version: Int
        let newest: Int

        /// Nil where there was nothing before.
        init?(_ ref: String, version: Int, newest: Int) {
            guard newest > 1, version > 0 else { return nil }
            action = PageAddress.proposal(ref, "at")
            past = PageAddress.proposal("\(ref)@")
            self.version = version
            self.newest = newest
        }
    }

    private struct Round: PageContent {
        let number: Int
        let opened: PageTime?
        let decided: PageTime?
        let closes: PageTime?
        let isPast: Bool
        let heard: String
        let ended: String?
        let revision: Int?
        let digest: String?

        init(_ round: ShownRound) {
            number = round.number
            opened = PageTime(round.openedAt)
            decided = PageTime(round.decidedAt)
            closes = PageTime(round.closes)
            isPast = round.isDeadlinePassed
            heard = tr("\(round.heard) of \(round.roster) heard")
            ended = round.ended.map { PageText.label(ofID: $0) }
            revision = round.revision
            digest = round.textDigest.map { String($0.prefix(12)) }
        }
    }

    private struct Fact: PageContent {
        let label: String
        let clocks: Clocks
        let by: String?
        let inputs: [Pair]

        init(_ fact: ShownFact, _ definition: LifecycleDefinition?, _ partners: [String: String]) {
            let known = definition?.fact(fact.fact)
            label = PageText.heading(known?.label ?? PageText.words(fact.fact))
            clocks = Clocks(fact.decidedAt, fact.recordedAt)
            by = OfficeWords.actor(fact.by)
            inputs = Pair.inputs(fact.inputs ?? [:], known?.inputs ?? [], definition, ValueWords(partners: partners))
        }
    }

    private struct Document: PageContent {
        let name: String
        let address: String
        let size: String
        let digest: String
        let filed: PageTime?
        let by: String?

        init(_ document: ShownDocument, ref: String) {
            name = PageText.line(document.name)
            address = PageAddress.proposal(ref, "documents", document.digest)
            size = document.size.map(SizeWords.text) ?? ""
            digest = String(document.digest.prefix(12))
            filed = PageTime(document.filedAt)
            by = OfficeWords.actor(document.by)
        }
    }

    private struct Invitation: PageContent {
        let number: Int
        let invitee: String
        let event: String
        let outcome: String
        let said: String?
        let notHeard: String?
        /// What the visitor can do about it.
        let acts: [Link]

        /// - Parameters:
        ///   - speaking: the partners that the visitor takes positions for, where they are taken.
        ///   - relays: whether the visitor relays what partners of a group said.
        ///   - decides: whether the visitor may record the decision.
        init(_ invitation: ShownInvitation, _ ref: String, speaking: Set<String>, relays: Bool, decides: Bool) {
            let here = ["p", ref, "invitations", "\(invitation.number)"]
            let isOpen = invitation.outcome == nil
            let heard = Stance.allCases.compactMap { stance in
                (invitation.positions?[stance.rawValue]).flatMap { said in
                    said.isEmpty ? nil : tr("\(made: StanceWords.label(stance)): \(made: said.map(\.partner).listing)")
                }
            }
            said = heard.isEmpty ? nil : PageText.line(heard.joined(separator: "; "), atMost: 1000)
            let asked = Set(invitation.notHeard + (invitation.positions ?? [:]).values.flatMap { $0 }.map(\.partner))
            acts =
                (isOpen && !speaking.isDisjoint(with: asked)
                    ? [Link(tr("Take a position"), PageAddress.path(here + ["position"]))] : [])
                + (isOpen && relays
                    ? [Link(tr("Relay a position"), PageAddress.relay(ref, invitation: invitation.number))] : [])
                + (isOpen && decides ? [Link(tr("Record the decision"), PageAddress.path(here + ["decision"]))] : [])
            number = invitation.number
            invitee = PageText.line(invitation.invitee)
            event = PageText.line(invitation.event)
            outcome = invitation.outcome.map { PageText.label(ofID: $0) } ?? tr("Open")
            notHeard =
                invitation.outcome != nil || invitation.notHeard.isEmpty
                ? nil : PageText.line(invitation.notHeard.listing)
        }
    }
}

/// The head of every page of a proposal.
struct ProposalHead: PageContent {
    let ref: String
    let address: String
    let title: String
    let state: String
    let track: String?
    let proposer: String?
    let version: Int?
    let closes: PageTime?
    let closed: PageTime?
    let clocks: Clocks
    let mark: String?

    init(_ proposal: ShownProposal, _ definition: LifecycleDefinition?, partners: [String: String] = [:]) {
        let record = proposal.record ?? ShownRecord()
        ref = proposal.ref
        address = PageAddress.proposal(proposal.ref)
        title = proposal.title.map { PageText.line($0) } ?? tr("(no title)")
        // A past activity in the archive never moved, and stands in no state.
        state =
            proposal.origin == "archive"
            ? tr("Archive record")
            : PageText.label(proposal.stateLabel ?? definition?.state(proposal.state)?.label ?? proposal.state)
        track = record.track.map { id in
            tr("\(made: PageText.label(definition?.tracks.first { $0.id == id }?.label ?? id)) track")
        }
        proposer = record.proposer.map { PageText.name(partners[$0] ?? $0) }
        version = record.version > 0 ? record.version : nil
        let isPast = record.rounds.contains { $0.number == record.round && $0.isDeadlinePassed }
        closes = isPast ? nil : PageTime(record.closes)
        closed = isPast ? PageTime(record.closes) : nil
        clocks = Clocks(record.moves.last?.decidedAt, proposal.recordedAt)
        mark = proposal.mark.map { PageText.line($0) }
    }
}

/// A label and what stands behind it.
struct Pair: PageContent {
    let label: String
    let lines: [ValueWords.Line]

    /// Inputs in the order in which the lifecycle lists them.
    static func inputs(
        _ inputs: JSONObject, _ known: [InputDefinition], _ definition: LifecycleDefinition?, _ words: ValueWords
    ) -> [Pair] {
        let order = known.map(\.key).filter { inputs[$0] != nil }
        return (order + inputs.keys.filter { !order.contains($0) }).compactMap { key in
            guard let value = inputs[key] else { return nil }
            let input = known.first { $0.key == key }
            let label = PageText.heading(input?.label ?? PageText.words(key))
            if let text = value.string {
                switch input?.type {
                case .partner: return Pair(label: label, lines: [ValueWords.Line(words.partner(text))])
                case .track:
                    let track = definition?.tracks.first { $0.id == text }?.label ?? text
                    return Pair(label: label, lines: [ValueWords.Line(PageText.label(track))])
                case .text, .date, .instant, .integer, .choice, .meeting, .fieldKeys, .money, .changes, .address,
                    .partnerCount, nil:
                    break
                }
            }
            return Pair(label: label, lines: words.lines(value))
        }
    }
}

/// Sizes as people read them.
enum SizeWords {
    static func text(_ bytes: Int) -> String {
        if bytes < 1024 { return tr(bytes, one: "\(bytes) byte", many: "\(bytes) bytes") }
        let (unit, name) = bytes < 1 << 20 ? (1 << 10, "KiB") : (1 << 20, "MiB")
        let tenths = (bytes * 10 + unit / 2) / unit
        return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
}
