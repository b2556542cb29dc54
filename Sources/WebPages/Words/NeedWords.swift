import CanonicalJSON
import Lifecycle
import LineProtocol

/// A requirement of a page's checklist: whether it is met, who can meet it, and where.
struct Need: PageContent {
    let sign: String
    let state: String
    let style: String
    let label: String
    let rule: String?
    let detail: String?
    let who: [String]
    let link: Link?

    init(_ judged: JudgedRequirement, link: Link? = nil) {
        sign = judged.isMet ? "✓" : "✕"
        state = judged.isMet ? tr("Met") : tr("Not met")
        style = judged.isMet ? "met" : "unmet"
        let name = [judged.label, judged.requirement].first { !$0.isEmpty } ?? tr("a requirement")
        label = FindingWords.label(judged) ?? PageText.heading(name)
        rule = judged.rule.map { PageText.source($0) }
        let detail = PageText.line(judged.detail, atMost: 1200)
        self.detail =
            detail.isEmpty || detail == PageText.line(name)
            ? nil : FindingWords.text(judged) ?? PageMarks.english(detail)
        who = judged.isMet ? [] : OfficeWords.who(judged)
        self.link = judged.isMet ? nil : link
    }
}

/// Where what an act lacks is supplied.
struct NextStep: Sendable {
    let ref: String
    let definition: LifecycleDefinition?
    /// Who asks.
    let account: String?

    /// The page that supplies what is not met; nil where none does, as for a day that has to pass, or where it is not for the asker.
    func supplying(_ unmet: JudgedRequirement, for act: String?) -> Link? {
        guard !unmet.isMet, isAskers(unmet) else { return nil }
        switch unmet.requirement {
        case "consensus":
            return ["", "decided_at"].contains(unmet.subjects.first ?? "")
                ? nil : Link(tr("Take a position"), PageAddress.proposal(ref, "position"))
        case "duplicates-answered", "form-complete", "counterparts", "at-least", "field-is":
            return Link(tr("Complete the text"), PageAddress.proposal(ref, "edit"))
        case "fact-recorded", "fact-since":
            guard let fact = parameter("fact", unmet, of: act) else { return nil }
            let label = definition?.fact(fact)?.label ?? fact
            return Link(tr("Record: \(made: PageText.label(label))"), PageAddress.proposal(ref, "act", fact))
        case "input", "inputs-with", "meeting-held", "decided-during-meeting", "named-in":
            return act.map { Link(tr("Say so in the form"), PageAddress.proposal(ref, "act", $0)) }
        default:
            return nil
        }
    }

    /// Requirements that are met by what is given with the act itself.
    static let ofTheForm: Set<String> = [
        "input", "inputs-with", "meeting-held", "decided-during-meeting", "named-in", "meeting-after-fact", "reason",
        "signed",
    ]

    /// Whether the asker holds an office that can meet a requirement. Where no office is named, that says nothing against it.
    func isAskers(_ requirement: JudgedRequirement) -> Bool {
        guard let account, !requirement.who.isEmpty else { return account != nil }
        return requirement.who.contains { $0.holders.contains(account) || ($0.holderCount ?? 0) > $0.holders.count }
    }

    /// A parameter of a requirement of an act, as its lifecycle says.
    private func parameter(_ name: String, _ unmet: JudgedRequirement, of act: String?) -> String? {
        guard let act else { return nil }
        let uses = definition?.transition(act)?.requirements ?? definition?.fact(act)?.requirements ?? []
        let use = uses.first {
            $0.requirement.name == unmet.requirement && (unmet.label.isEmpty || $0.label == unmet.label)
        }
        return use?.requirement.parameters[name]?.string
    }
}
