package import CanonicalJSON
package import CivilTime
package import Lifecycle
package import LineProtocol

/// The form of a transition or a fact, made from what the lifecycle says it takes; it writes the page and reads what comes back.
package struct ActForm: Sendable {
    package let act: String
    /// Whether it is a fact that is recorded, and no transition.
    package let isFact: Bool
    private let label: String
    private let to: String?
    private let inputs: [InputDefinition]
    fileprivate let around: FormSurroundings
    private let opensRound: Bool
    /// Whether the actor has a key to sign it with.
    package var offersSignature = false

    /// Nil where the lifecycle has no such act.
    package init?(_ act: String, _ around: FormSurroundings) {
        self.act = act
        self.around = around
        if let transition = around.definition.transition(act) {
            (isFact, label, inputs) = (false, transition.label, transition.inputs)
            to = transition.to.flatMap { around.definition.state($0)?.label }
            opensRound = transition.effect == .openRound
        } else if let fact = around.definition.fact(act) {
            (isFact, label, inputs, to, opensRound) = (true, fact.label, fact.inputs, nil, false)
        } else {
            return nil
        }
    }

    /// What the act is called.
    package var name: String { PageText.heading(label) }

    /// Whether it takes a meeting.
    package static func takesMeeting(_ act: String, _ definition: LifecycleDefinition) -> Bool {
        let inputs = definition.transition(act)?.inputs ?? definition.fact(act)?.inputs ?? []
        return inputs.contains { $0.type == .meeting }
    }

    /// What a browser sent, as the members of the request; and what is wrong with it, by name.
    package func read(_ values: FormValues) -> (inputs: JSONObject, decidedAt: Instant?, faults: [String: String]) {
        let reading = ControlReading(values: values, around: around)
        var inputs = JSONObject()
        var faults: [String: String] = [:]
        for input in self.inputs {
            let name = "f." + input.key
            do throws(ControlReading.Fault) {
                let value = try reading.value(ControlKind(input.type, around), name)
                inputs[input.key] = value
                if value == nil, input.isRequired, input.fallback == nil { faults[name] = tr("This is needed.") }
            } catch {
                faults[name] = error.sentence
            }
        }
        var decidedAt: Instant?
        do throws(ControlReading.Fault) { decidedAt = try ControlReading.instant(values.text("decided_at")) } catch {
            faults["decided_at"] = error.sentence
        }
        return (inputs, decidedAt, faults)
    }

    /// - Parameters:
    ///   - why: what the act still needs.
    ///   - meeting: the one that its form is opened for.
    ///   - decidedAt: when it was decided, where the page that leads here knows.
    ///   - onward: where its form goes and what its button says, where that is not the act itself.
    package func page(
        _ proposal: ShownProposal, why: Verbs.Why.Row?, _ state: FormState, account: String?,
        meeting: String? = nil, decidedAt: String? = nil, to onward: (address: String, submit: String)? = nil
    ) -> WebPage {
        var state = state
        if let field = state.failure?.object["field"]?.string, inputs.contains(where: { $0.key == field }) {
            state.faults["f." + field] = PageText.message(state.failure?.message ?? "")
        }
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        var controls = inputs.map { input in
            maker.control(
                ControlKind(input.type, around), name: "f." + input.key, label: PageText.heading(input.label),
                value: (input.type == .meeting ? meeting : input.fallback).map { .string($0) },
                isRequired: input.isRequired)
        }
        controls.append(DecidedControl.control(maker, decidedAt))
        let next = NextStep(ref: proposal.ref, definition: around.definition, account: account)
        let unmet = (why?.unmet ?? why?.needs ?? []).filter {
            !$0.isMet && !NextStep.ofTheForm.contains($0.requirement)
        }
        let names = Dictionary(around.partners.map { ($0.id, $0.label) }) { first, _ in first }
        let labels = Dictionary(inputs.map { ("f." + $0.key, PageText.heading($0.label)) }) { first, _ in first }
        return WebPage(
            tr("\(made: name): \(proposal.ref)"), "act",
            FormContent(
                head: ProposalHead(proposal, around.definition, partners: names), heading: name,
                lead: to.map { tr("It leads to the state “\(made: PageText.label($0))”.") },
                notes: opensRound
                    ? [tr("The text and the list of partners are frozen with it; positions count for this text alone.")]
                    : [],
                unmet: state.failure == nil ? unmet.map { Need($0, link: next.supplying($0, for: act)) } : [],
                form: FormHead(
                    state, action: onward?.address ?? PageAddress.proposal(proposal.ref, "act", act),
                    EventWords(definition: around.definition, partners: names), labels: labels),
                controls: controls, submit: onward?.submit ?? name, cancel: PageAddress.proposal(proposal.ref),
                hidden: [], kinds: nil,
                sign: signature))
    }
}

extension ActForm {
    /// The way to the page on which it is signed: beside the act, or in place of it where nobody takes it unsigned.
    fileprivate var signature: FormContent.Sign? {
        if ActForm.needsSignature(act, around.definition) { return FormContent.Sign(value: SignPage.ask, isOnly: true) }
        return offersSignature ? FormContent.Sign(value: SignPage.ask, isOnly: false) : nil
    }
}

/// What a page of a form is made of.
struct FormContent: PageContent {
    let head: ProposalHead?
    let heading: String
    let lead: String?
    let notes: [String]
    let unmet: [Need]
    let form: FormHead
    let controls: [Control]
    let submit: String
    let cancel: String
    let hidden: [Hidden]
    /// A choice above the button, such as what kind a revision is.
    let kinds: Control?
    /// Whether it carries a file.
    var isMultipart = false
    /// The button to where it is signed.
    var sign: Sign?

    struct Sign: PageContent {
        let value: String
        /// Whether it can be done in no other way.
        let isOnly: Bool
    }

    struct Hidden: PageContent {
        let name: String
        let value: String
    }
}

/// When the body decided, where that was not now.
enum DecidedControl {
    static func control(_ maker: ControlMaker, _ given: String? = nil) -> Control {
        maker.control(
            .instant, name: "decided_at", label: tr("Decided on"), value: given.map { .string($0) },
            help: tr("Only where it was decided before now: when the body acted."))
    }
}
