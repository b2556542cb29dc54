import CanonicalJSON
package import CivilTime
package import Lifecycle
package import LineProtocol

/// The page on which a position is taken: the exact text, then the choice, then what will be recorded.
package struct PositionPage: Sendable {
    private let proposal: ShownProposal
    private let around: FormSurroundings
    private let login: Verbs.Auth.End
    private let partners: [ShownPartner]
    private let subject: PositionSubject

    package init(
        _ proposal: ShownProposal, _ around: FormSurroundings, partners: [ShownPartner], login: Verbs.Auth.End,
        on subject: PositionSubject = .proposal
    ) {
        self.subject = subject
        self.proposal = proposal
        self.around = around
        self.partners = partners
        self.login = login
    }

    /// What is typed: a stance with what belongs to it.
    package struct Typed: Sendable {
        package var partner: String?
        /// Nil where none was chosen; `retracted` takes back the one that stands.
        package var stance: String?
        package var reason: String?
        package var resolves: String?
        package var decidedAt: Instant?
        package var round: Int?
        /// The digest of the text that was read.
        package var text: String?
        /// Of a position that is relayed: the note or the mail, and when it came.
        package var from: String?
        package var receivedAt: Instant?
        /// The digest of that.
        package var digest: String?
        package var faults: [String: String] = [:]

        package init(_ values: FormValues) {
            partner = values.text("partner")
            stance = values.text("stance")
            reason = values.text("reason")
            resolves = values.text("resolves")
            round = values.text("round").flatMap { Int($0) }
            text = values.text("text")
            from = values.text("from")
            digest = values.text("digest")
            do throws(ControlReading.Fault) {
                receivedAt = try ControlReading.instant(values.text("received_at"))
            } catch {
                faults["received_at"] = error.sentence
            }
            do throws(ControlReading.Fault) { decidedAt = try ControlReading.instant(values.text("decided_at")) } catch
            {
                faults["decided_at"] = error.sentence
            }
            if stance == nil { faults["stance"] = tr("Choose a position.") }
        }

        /// What is wrong, with what the lifecycle asks of a stance.
        package mutating func check(_ definition: LifecycleDefinition) {
            guard let stance = stance.flatMap({ Stance(rawValue: $0) }) else { return }
            if definition.positions.reasonFor.contains(stance), reason == nil {
                faults["reason"] = tr("Say why: a \(made: StanceWords.spoken(stance)) needs a reason.")
            }
        }
    }

    /// The partners that the visitor can speak for here, those not yet heard first.
    package var mine: [String] {
        if case .relayed(let partner, _, _) = subject { return [partner] }
        let seats = MySeats(login, around.definition)
        let silent = subject.invitation?.notHeard ?? proposal.record?.notHeard ?? []
        return seats.partners.sorted { (silent.contains($0) ? 0 : 1, $0) < (silent.contains($1) ? 0 : 1, $1) }
    }

    /// The form: the text above, no stance chosen beforehand.
    package func page(_ state: FormState, partner: String?) -> WebPage {
        let content = Content(self, state, partner: partner ?? mine.first)
        return WebPage(tr("Position on \(proposal.ref)"), "position", content)
    }

    /// What will be recorded, to be confirmed.
    package func confirmation(_ typed: Typed, _ values: FormValues, _ state: FormState) -> WebPage {
        var content = Content(self, state, partner: typed.partner)
        content.confirm = Confirm(self, typed, values)
        return WebPage(tr("Confirm the position on \(proposal.ref)"), "position", content)
    }

    private func name(_ id: String) -> String { PageText.name(partners.first { $0.id == id }?.name ?? id) }

    private struct Content: PageContent {
        let head: ProposalHead
        let form: FormHead
        let text: ProposalText
        let round: Int?
        let closes: PageTime?
        let revision: Int?
        let digest: String
        let partner: Control?
        let onePartner: Named?
        let standing: Standing?
        let stances: [StanceChoice]
        let stanceFault: String?
        let reason: Control
        let resolves: Control
        let decided: Control
        let cancel: String
        let isClosed: Bool
        let isForNobody: Bool
        let relayed: RelayedControls?
        let invited: Invited?
        var confirm: Confirm?

        init(_ page: PositionPage, _ state: FormState, partner: String?) {
            let proposal = page.proposal
            let record = proposal.record ?? ShownRecord()
            let names = Dictionary(page.partners.map { ($0.id, $0.name) }) { first, _ in first }
            head = ProposalHead(proposal, page.around.definition, partners: names)
            form = FormHead(
                state, action: page.subject.address(of: proposal.ref),
                EventWords(definition: page.around.definition, partners: names),
                labels: [
                    "stance": tr("Position"), "reason": tr("Reason"), "decided_at": tr("Decided on"),
                    "from": tr("From whom"), "received_at": tr("Received"),
                ])
            text = ProposalText(
                proposal.fields, page.around.definition.form, partners: names, activity: proposal.activity)
            round = record.round
            closes = PageTime(record.closes)
            revision = record.revision
            digest = record.textDigest ?? ""
            isClosed = page.subject.isClosed(record)
            let mine = page.mine
            isForNobody = mine.isEmpty
            let maker = ControlMaker(around: page.around, typed: state.typed, faults: state.faults)
            if mine.count > 1 {
                let choices = mine.map { ControlKind.Choice(id: $0, label: page.name($0)) }
                self.partner = maker.control(
                    .one(choices), name: "partner", label: tr("For which partner"), value: partner.map { .string($0) },
                    isRequired: true)
                onePartner = nil
            } else {
                self.partner = nil
                onePartner = mine.first.map { Named(id: $0, name: page.name($0)) }
            }
            standing = partner.flatMap { Standing(page.subject.invitation?.positions ?? record.positions, $0) }
            let chosen = state.typed?.text("stance")
            let needed = page.around.definition.positions.reasonFor
            stances =
                Stance.allCases.filter { $0 != .tacit }.map { stance in
                    StanceChoice(
                        value: stance.rawValue, label: StanceWords.label(stance), sign: StanceWords.sign(stance),
                        meaning: needed.contains(stance)
                            ? tr("\(made: StanceWords.meaning(stance)) A reason is needed.")
                            : StanceWords.meaning(stance),
                        isChosen: chosen == stance.rawValue)
                }
                + (standing == nil
                    ? []
                    : [
                        StanceChoice(
                            value: "retracted", label: tr("Retract the position"), sign: "·",
                            meaning: tr("The partner counts as not heard again."), isChosen: chosen == "retracted")
                    ])
            stanceFault = state.faults["stance"]
            reason = maker.control(
                .text(limit: 4000), name: "reason", label: tr("Reason"),
                help: tr("Needed for a reservation or an objection."))
            resolves = maker.control(
                .text(limit: 4000), name: "resolves", label: tr("What would lift it"),
                help: tr("For a reservation or an objection: what the proposer can do."))
            decided = DecidedControl.control(maker)
            cancel = PageAddress.proposal(proposal.ref)
            relayed = RelayedControls(page.subject, maker)
            invited = page.subject.invitation.map(Invited.init)
        }
    }

    private struct Named: PageContent {
        let id: String
        let name: String
    }

    private struct StanceChoice: PageContent {
        let value: String
        let label: String
        let sign: String
        let meaning: String
        let isChosen: Bool
    }

    /// The position that the partner has now.
    private struct Standing: PageContent {
        let stance: String
        let sign: String
        let decided: PageTime?

        init?(_ positions: [String: [ShownPosition]]?, _ partner: String) {
            for stance in Stance.allCases {
                for position in positions?[stance.rawValue] ?? [] where position.partner == partner {
                    self.stance = StanceWords.label(stance)
                    sign = StanceWords.sign(stance)
                    decided = PageTime(position.decidedAt)
                    return
                }
            }
            return nil
        }
    }

    /// What will be recorded, in words, and the fields that carry it.
    private struct Confirm: PageContent {
        let partner: String
        let stance: String
        let sign: String
        let style: String
        let round: Int?
        let digest: String
        let reason: String?
        let resolves: String?
        let decided: PageTime?
        let from: String?
        let received: PageTime?
        let mail: String?
        let hidden: [FormContent.Hidden]
        let submit: String

        init(_ page: PositionPage, _ typed: Typed, _ values: FormValues) {
            partner = page.name(typed.partner ?? "")
            let stance = typed.stance.flatMap { Stance(rawValue: $0) }
            self.stance = stance.map(StanceWords.label) ?? tr("Position retracted")
            sign = stance.map(StanceWords.sign) ?? "·"
            style = stance?.rawValue ?? "none"
            round = typed.round
            digest = typed.text ?? ""
            reason = typed.reason.map { PageText.shown($0) }
            resolves = typed.resolves.map { PageText.shown($0) }
            decided = PageTime(typed.decidedAt)
            let mail = page.subject.mail
            from = mail == nil ? nil : typed.from.map { PageText.line($0) }
            received = mail == nil ? nil : PageTime(typed.receivedAt)
            self.mail = mail
            hidden = [
                "partner", "stance", "reason", "resolves", "round", "text", "decided_at", "from", "received_at",
                "digest",
            ].compactMap { name in
                values.raw(name).map { FormContent.Hidden(name: name, value: $0) }
            }
            submit =
                stance == nil
                ? tr("Retract the position of \(partner)") : tr("Record the position of \(partner)")
        }
    }
}
