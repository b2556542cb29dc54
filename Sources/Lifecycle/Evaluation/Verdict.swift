/// What a lifecycle says of one act: every condition with its finding. A refusal is a value, not an exception.
package struct Verdict: Sendable, Hashable {
    package var findings: [Finding]

    package init(findings: [Finding]) { self.findings = findings }

    package var unmet: [Finding] { findings.filter { !$0.isMet } }
    package var isAllowed: Bool { findings.allSatisfy(\.isMet) }
}

/// One condition of an act: met, or unmet with what is missing and who can supply it.
package struct Finding: Sendable, Hashable {
    /// The stable name of the condition: the name of a ``Requirement``, `state`, `role`, or `input`.
    package var requirement: String
    package var label: String
    package var isMet: Bool
    /// What is missing, or what meets it.
    package var reasons: [Reason]
    package var rule: String
    /// Who can meet it; empty where nobody's act can.
    package var who: [Capable]
    /// Form keys, input keys or partner ids that the finding is about.
    package var subjects: [String]

    package init(
        requirement: String, label: String, isMet: Bool, reasons: [Reason], rule: String, who: [Capable] = [],
        subjects: [String] = []
    ) {
        self.requirement = requirement
        self.label = label
        self.isMet = isMet
        self.reasons = reasons
        self.rule = rule
        self.who = who
        self.subjects = subjects
    }

    /// The same in one English sentence.
    package var detail: String { reasons.english }
}

/// Somebody who can meet a condition: an appointment role, of a partner or of a group where it is the matter of one.
package struct Capable: Sendable, Hashable {
    package var role: String
    package var partner: String?
    package var group: String?
    /// The partner whose own holders cannot: it is their own matter.
    package var except: String?

    package init(role: String, partner: String? = nil, group: String? = nil, except: String? = nil) {
        self.role = role
        self.partner = partner
        self.group = group
        self.except = except
    }
}
