package import CanonicalJSON
package import CivilTime
import Lifecycle
package import LineProtocol

/// The form of a text, made from what the forum's form defines: of a new proposal, or of one that is changed.
package struct EditForm: Sendable {
    private let around: FormSurroundings
    /// What is changed; nil for a new one.
    private let proposal: ShownProposal?
    private let current: JSONObject

    package init(_ around: FormSurroundings, _ proposal: ShownProposal? = nil) {
        self.around = around
        self.proposal = proposal
        current = proposal?.fields ?? [:]
    }

    /// What a browser sent.
    package struct Sent: Sendable {
        /// What differs from the text as it stands; null empties a field.
        package var changes: JSONObject = [:]
        package var partner: String?
        package var kind: Verbs.Revise.Kind?
        package var decidedAt: Instant?
        package var faults: [String: String] = [:]
    }

    package func read(_ values: FormValues) -> Sent {
        let reading = ControlReading(values: values, around: around)
        var sent = Sent()
        sent.partner = values.text("partner")
        sent.kind = values.text("kind").flatMap { Verbs.Revise.Kind(rawValue: $0) }
        for field in around.definition.form.fields {
            let name = "f." + field.key
            do throws(ControlReading.Fault) {
                let new = try reading.value(ControlKind(field.type, around), name)
                let old = current[field.key]
                if let new {
                    if new != old, !isShown(old, as: new) { sent.changes[field.key] = new }
                } else if old != nil {
                    sent.changes[field.key] = .null
                }
            } catch {
                sent.faults[name] = error.sentence
            }
        }
        do throws(ControlReading.Fault) { sent.decidedAt = try ControlReading.instant(values.text("decided_at")) } catch
        {
            sent.faults["decided_at"] = error.sentence
        }
        return sent
    }

    /// Whether a text is what an older value with parts, such as a place, was shown as: nothing was typed then.
    private func isShown(_ old: JSONValue?, as new: JSONValue) -> Bool {
        guard let old, old.object != nil, let text = new.string else { return false }
        return ValueWords.typed(old) == text
    }

    /// A new proposal.
    /// - Parameter partners: for which partners the visitor may propose.
    package func page(forum: String, partners: [String], _ state: FormState) -> WebPage {
        let maker = maker(state)
        var controls = self.controls(maker, offers: [])
        if partners.count > 1 {
            let choices = around.partners.filter { partners.contains($0.id) }
            controls.insert(
                maker.control(.one(choices), name: "partner", label: tr("Proposed by"), isRequired: true), at: 0)
        }
        return WebPage(
            tr("New proposal"), "act",
            FormContent(
                head: nil, heading: tr("New proposal"),
                lead: tr("Only the title is needed to begin. A draft is kept as it is, and can be completed later."),
                notes: [tr("Until it is circulated, it is seen by its organisers alone.")], unmet: [],
                form: FormHead(state, action: PageAddress.forum(forum, "new"), nil, labels: labels),
                controls: controls, submit: tr("Keep the draft"), cancel: PageAddress.forum(forum, "proposals"),
                hidden: [],
                kinds: nil))
    }

    /// The text of a proposal.
    /// - Parameter offers: proposals that look like it and are not answered yet.
    package func page(_ state: FormState, offers: [String]) -> WebPage {
        let maker = maker(state)
        let record = proposal?.record ?? ShownRecord()
        let heard = (record.positions ?? [:]).values.reduce(0) { $0 + $1.count }
        var kinds: Control?
        if around.definition.state(proposal?.state ?? "")?.revision == .rounds {
            kinds = maker.control(
                .one([
                    ControlKind.Choice(
                        id: "editorial", label: tr("Editorial: the meaning stays, and so do all positions")),
                    ControlKind.Choice(
                        id: "substantive",
                        label: heard == 0
                            ? tr("Substantive: the round is closed")
                            : tr(
                                heard, one: "Substantive: the round is closed, and \(heard) position falls",
                                many: "Substantive: the round is closed, and \(heard) positions fall")
                    ),
                ]), name: "kind", label: tr("What kind of change is it?"), isRequired: true,
                help: tr("Any partner can contest an editorial change; it then counts as substantive."))
        }
        return WebPage(
            tr("Edit \(proposal?.ref ?? "")"), "act",
            FormContent(
                head: proposal.map { ProposalHead($0, around.definition, partners: names) },
                heading: tr("Edit the text"),
                lead: nil,
                notes: heard > 0 ? [tr("Positions taken so far: \(heard). They belong to the text as it stands.")] : [],
                unmet: [],
                form: FormHead(
                    state, action: PageAddress.proposal(proposal?.ref ?? "", "edit"),
                    EventWords(definition: around.definition, partners: names), labels: labels),
                controls: controls(maker, offers: offers), submit: tr("Save the changes"),
                cancel: PageAddress.proposal(proposal?.ref ?? ""), hidden: [], kinds: kinds))
    }

    private var names: [String: String] { Dictionary(around.partners.map { ($0.id, $0.label) }) { first, _ in first } }

    private var labels: [String: String] {
        Dictionary(around.definition.form.fields.map { ("f." + $0.key, PageText.label($0.label)) }) { first, _ in first
        }
    }

    private func maker(_ state: FormState) -> ControlMaker {
        var faults = state.faults
        if let field = state.failure?.object["field"]?.string {
            faults["f." + field] = PageText.message(state.failure?.message ?? "")
        }
        return ControlMaker(around: around, typed: state.typed, faults: faults, tellsOptional: false)
    }

    private func controls(_ maker: ControlMaker, offers: [String]) -> [Control] {
        let transitions = around.definition.transitions
        return around.definition.form.fields.map { field in
            let needs = field.needs.filter { !$0.isHint }.compactMap { need in
                transitions.first { $0.id == need.transition }?.label
            }
            let needed = needs.isEmpty ? nil : tr("Needed to \(made: PageText.label(needs[0])).")
            var offered: [String] = []
            if case .answers = field.type { offered = offers }
            return maker.control(
                ControlKind(field.type, around), name: "f." + field.key, label: PageText.heading(field.label),
                value: current[field.key],
                help: [PageText.label(field.help, atMost: 800), needed].compactMap(\.self).filter { !$0.isEmpty }
                    .joined(separator: " "),
                source: field.source, offers: offered)
        }
    }
}
