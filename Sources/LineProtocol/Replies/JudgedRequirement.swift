package import CivilTime

/// A requirement as it was judged: in WHY, and in the `unmet` of a refusal.
package struct JudgedRequirement: ReplyPart {
    /// Its kind (`consensus`), as lifecycles name it.
    package var requirement = ""
    package var label = ""
    package var isMet = false
    package var detail = ""
    /// The same without words, where it was asked for.
    package var reasons: [ToldReason] = []
    /// What it comes from (`AECF 25`).
    package var rule: String?
    /// Whom or what it concerns: partners, refs.
    package var subjects: [String] = []
    /// The offices that can meet it; none where it is met.
    package var who: [CapableOffice] = []

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("requirement", &requirement)
        coder.text("label", &label, else: "")
        coder.flag("met", &isMet, else: false)
        coder.text("detail", &detail, else: "")
        if coder.isReading || !reasons.isEmpty { coder.parts("reasons", &reasons, else: []) }
        coder.text("rule", &rule)
        coder.texts("subjects", &subjects, else: [])
        coder.parts("who", &who, else: [])
    }
}

/// An office that can meet a requirement: who holds it now, or since when nobody does.
package struct CapableOffice: ReplyPart {
    package var role = ""
    package var partner: String?
    package var group: String?
    /// The partner whose own office does not count.
    package var except: String?
    /// The accounts that hold it; of many the first.
    package var holders: [String] = []
    /// How many hold it, where not all are named.
    package var holderCount: Int?
    package var isVacant = false
    /// Nil where it was never held.
    package var vacantSince: Instant?
    /// The forum has nobody in it, and the administrators of the server may act.
    package var isServers = false

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("role", &role)
        coder.text("partner", &partner)
        coder.text("group", &group)
        coder.text("except", &except)
        coder.texts("holders", &holders, else: [])
        coder.integer("holder_count", &holderCount)
        coder.flag("vacant", &isVacant, else: false)
        if coder.isReading || isVacant { coder.orNull("vacant_since", &vacantSince) { $0.instant($1, &$2) } }
        coder.mark("server", &isServers)
    }
}
