import Lifecycle
import LineProtocol

/// The sentences of the rule, and what has become of each.
struct RuleList: PageContent {
    let source: String
    let sentences: [Sentence]

    struct Sentence: PageContent {
        let text: String
        let source: String
        let sign: String
        let state: String
        let style: String
        let fields: [Field]
        let needs: [Need]
        let isJudgedBesides: Bool
    }

    struct Field: PageContent {
        let label: String
        let address: String
        let isFilled: Bool
        let state: String
    }

    /// Nil where the lifecycle has none.
    init?(_ end: Verbs.Why.End, ref: String, _ definition: LifecycleDefinition?, account: String?, mayEdit: Bool) {
        guard !end.checklist.isEmpty else { return nil }
        let next = NextStep(ref: ref, definition: definition, account: account)
        let sources = Set(end.checklist.map(\.source))
        source = sources.count == 1 ? PageText.line(sources.first ?? "") : tr("The rules")
        var told: Set<String> = []
        sentences = end.checklist.map { sentence in
            let (sign, state, style) = RuleList.status(sentence.status)
            let act = definition?.checklist.first { $0.text == sentence.text }?.transition
            return Sentence(
                text: PageText.label(sentence.text, atMost: 2000), source: PageText.line(sentence.source), sign: sign,
                state: state, style: style,
                fields: sentence.fields.map { field in
                    Field(
                        label: PageText.label(field.label),
                        address: !field.isFilled && mayEdit
                            ? PageAddress.proposal(ref, "edit") + "#c-f-\(field.key.replacingMarks)"
                            : "#field-\(PageAddress.escaped(field.key))",
                        isFilled: field.isFilled, state: field.isFilled ? tr("declared") : tr("not filled in"))
                },
                needs: sentence.requirements.filter { !$0.isMet }.map { requirement in
                    var requirement = requirement
                    // What was told in full stands above.
                    if !told.insert(requirement.requirement + requirement.detail).inserted {
                        requirement.who = []
                        requirement.detail = ""
                    }
                    return Need(requirement, link: next.supplying(requirement, for: act))
                },
                isJudgedBesides: sentence.isJudged && sentence.status != "judged")
        }
    }

    private static func status(_ status: String) -> (sign: String, state: String, style: String) {
        switch status {
        case "met": ("✓", tr("Met"), "met")
        case "declared": ("◆", tr("Declared by the proposer"), "declared")
        case "judged": ("◇", tr("For partners to judge"), "judged")
        default: ("✕", tr("Not met"), "unmet")
        }
    }
}

extension String {
    /// As the id of a control is made from a name.
    fileprivate var replacingMarks: String {
        String(map { $0.isLetter && $0.isASCII || $0.isNumber && $0.isASCII ? $0 : "-" })
    }
}
