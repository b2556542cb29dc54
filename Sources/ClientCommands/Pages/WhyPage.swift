import LineProtocol
import Terminal

/// WHY for people: in short what is open, who can meet it and with which command; in full the rule's own sentences, then each
/// transition with what it still needs.
struct WhyPage {
    private let rows: [Verbs.Why.Row]
    private let answer: Verbs.Why.End
    private let labels: LifecycleLabels
    /// That the forum is a trial.
    private let mark: String?
    private let paint: Paint
    /// The account that asks; nil where it is not known.
    private let asker: String?

    init(
        _ rows: [Verbs.Why.Row], _ answer: Verbs.Why.End, _ labels: LifecycleLabels, _ paint: Paint,
        mark: String? = nil, asker: String? = nil
    ) {
        self.mark = mark
        self.asker = asker
        self.rows = rows
        self.answer = answer
        self.labels = labels
        self.paint = paint
    }

    private var ref: String { answer.ref }

    /// What can be done from where the proposal stands, and what each act lacks.
    var brief: [String] {
        let margin = TerminalText.line(ref).columns + 2
        let space = String(repeating: " ", count: margin)
        let title = TerminalText.line(answer.title ?? "").indented(
            by: space, to: paint.traits.columns ?? 1000)
        let first = MarkText.prefix(mark, paint) + paint.bold(TerminalText.line(ref))
        var lines = [first + (title.first.map { "  " + $0.dropFirst(margin) } ?? "")] + title.dropFirst()
        lines.append(
            paint.cyan(labels.state(answer.state)) + paint.dot
                + "version \(answer.version)")
        let open = rows.filter { rows.count == 1 || isOpenHere($0) }
        let forward = open.filter { rows.count == 1 || leadsOn($0) }
        for row in forward { lines += [""] + briefAct(row) }
        let others = open.filter { row in !forward.contains(row) }.map(briefName)
        if !others.isEmpty { lines += [""] + also("Also from here: ", others) }
        let later = rows.filter { row in !open.contains(row) }.map(briefName)
        if !later.isEmpty { lines += (others.isEmpty ? [""] : []) + also("Not from here: ", later) }
        let ref = TerminalText.line(ref)
        let more = "One act: chancery why \(ref) ACT. The rule sentence by sentence: chancery why \(ref) --full"
        return lines + [""] + more.wrapped(to: paint.traits.columns).map(paint.dim)
    }

    private func also(_ lead: String, _ names: [String]) -> [String] {
        (lead + names.joined(separator: ", ")).wrapped(to: paint.traits.columns).map(paint.dim)
    }

    private func briefName(_ row: Verbs.Why.Row) -> String {
        TerminalText.line(row.act)
    }

    /// One act: what is open, who can meet it, and the next command. What only has to be given with the act stands in the command.
    private func briefAct(_ row: Verbs.Why.Row) -> [String] {
        let next = NextCommand(ref: ref, definition: labels.definition)
        let unmet = unmet(row)
        let lacking = lacking(row)
        let role = unmet.first { $0.requirement == "role" }
        let isReady = row.isAllowed || (!unmet.isEmpty && lacking.isEmpty)
        var lines = [
            heading(
                row, isReady ? (role == nil ? paint.green("possible now") : paint.green("ready")) : paint.red("not yet")
            )
        ]
        for requirement in lacking { lines += RequirementText(paint).lines(requirement, indent: 2) }
        if let role {
            let who = RequirementText.who(role).map { $0.replacingPrefix("can be met by: ", with: "") }
            let label = role.label.isEmpty ? "made by another office" : role.label
            let text = label + ": " + who.joined(separator: "; ")
            lines += TerminalText.line(text).wrapped(to: paint.traits.columns.map { $0 - 2 }).map {
                "  " + paint.dim($0)
            }
        }
        let command =
            isReady
            ? (role.map(isAskers) ?? true ? next.act(row) : nil)
            : lacking.lazy.compactMap { supply($0, of: row, next) }.first
        if let command {
            let parts = ("next: " + command).wrapped(to: paint.traits.columns.map { $0 - 2 })
            lines += parts.map { "  " + $0.replacingPrefix("next: ", with: paint.dim("next: ")) }
        }
        if unmet.isEmpty, !isReady { lines.append("  " + paint.dim("you hold no office that may do it")) }
        return lines
    }

    /// The command with which the asker supplies what an act lacks; nil where that is not for the asker to do.
    private func supply(_ requirement: JudgedRequirement, of row: Verbs.Why.Row, _ next: NextCommand) -> String? {
        guard isAskers(requirement) else { return nil }
        if let command = next.supplying(requirement, for: row) { return command }
        guard requirement.requirement == "consensus", requirement.subjects.isEmpty else { return nil }
        return next.roundOpeners(in: answer.state).lazy
            .compactMap { next.act(Verbs.Why.Row(transition: $0)) }.first
    }

    /// Whether the asker holds an office that can meet a requirement. Where no office is named, that says nothing against it.
    private func isAskers(_ requirement: JudgedRequirement) -> Bool {
        guard let asker, !requirement.who.isEmpty else { return true }
        return requirement.who.contains { $0.holders.contains(asker) }
    }

    private func heading(_ row: Verbs.Why.Row, _ verdict: String) -> String {
        let to = row.to.map { " \(paint.allowed) " + labels.state($0) } ?? ""
        return paint.bold(actName(row)) + to + ": " + verdict
    }

    /// Whether an act is the way on from here. A way out is, once nothing but the act itself is missing.
    private func leadsOn(_ row: Verbs.Why.Row) -> Bool {
        labels.leadsOn(row, from: answer.state) && (!labels.leadsOut(row) || lacking(row).isEmpty)
    }

    /// Whether an act begins where the proposal stands.
    private func isOpenHere(_ row: Verbs.Why.Row) -> Bool {
        !unmet(row).contains { $0.requirement == "state" }
    }

    private func unmet(_ row: Verbs.Why.Row) -> [JudgedRequirement] {
        (row.unmet ?? row.needs ?? []).filter { !$0.isMet }
    }

    /// What must be so before the act, besides who does it and what is given with it.
    private func lacking(_ row: Verbs.Why.Row) -> [JudgedRequirement] {
        unmet(row).filter { !["input", "role"].contains($0.requirement) }
    }

    private func actName(_ row: Verbs.Why.Row) -> String {
        let id = row.act
        let label = TerminalText.line(row.label.isEmpty ? id : row.label)
        return label == TerminalText.line(id) ? label : "\(label) (\(TerminalText.line(id)))"
    }

    var lines: [String] {
        var lines = [
            MarkText.prefix(mark, paint) + paint.bold(TerminalText.line(ref)) + paint.dot
                + paint.cyan(labels.state(answer.state)) + paint.dot
                + "version \(answer.version)"
        ]
        let checklist = answer.checklist
        if !checklist.isEmpty {
            lines += ["", paint.heading(source(of: checklist))]
            var told: Set<String> = []
            for item in checklist { lines += self.item(item, &told) }
            lines += ["", paint.dim(legend)]
        }
        for row in rows { lines += [""] + act(row) }
        return lines
    }

    private var legend: String {
        "  \(paint.met) met   \(paint.declared) declared by the proposer   \(paint.judged) for partners to judge"
            + "   \(paint.unmet) not met"
    }

    /// What the sentences are from, where all are from the same.
    private func source(of checklist: [Verbs.Why.Sentence]) -> String {
        let sources = Set(checklist.map(\.source))
        return sources.count == 1 ? TerminalText.line(sources.first ?? "") : "Checklist"
    }

    // MARK: the checklist

    /// One sentence. What is not met is told in full only where it first stands.
    private func item(_ item: Verbs.Why.Sentence, _ told: inout Set<String>) -> [String] {
        let status = item.status
        var lines = indented("  \(sign(status)) ", margin: 2 + paint.met.columns + 1, item.text)
        let margin = String(repeating: " ", count: 4 + paint.met.columns + 1)
        let filled = item.fields.filter(\.isFilled).map(name)
        let empty = item.fields.filter { !$0.isFilled }.map(name)
        if !filled.isEmpty {
            lines += indented(margin, margin: margin.count, "declared: " + filled.joined(separator: ", "), paint.dim)
        }
        if !empty.isEmpty, status != "met" {
            lines += indented(
                margin, margin: margin.count, "not filled in: " + empty.joined(separator: ", "), paint.dim)
        }
        for requirement in item.requirements where !requirement.isMet {
            var requirement = requirement
            let who = RequirementText.who(requirement).joined(separator: ",")
            if !told.insert([requirement.requirement, requirement.detail, who].joined(separator: "\n")).inserted {
                requirement.detail = "as above"
                requirement.who = []
            }
            lines += RequirementText(paint, isFull: true).lines(requirement, indent: margin.count)
        }
        if item.isJudged, status != "judged" {
            lines += indented(margin, margin: margin.count, "\(paint.judged) and for partners to judge", paint.dim)
        }
        return lines
    }

    private func name(_ field: Verbs.Why.Field) -> String { TerminalText.line(field.label) }

    private func sign(_ status: String) -> String {
        switch status {
        case "met": paint.green(paint.met)
        case "declared": paint.cyan(paint.declared)
        case "judged": paint.yellow(paint.judged)
        default: paint.red(paint.unmet)
        }
    }

    // MARK: transitions and facts

    private func act(_ row: Verbs.Why.Row) -> [String] {
        let id = row.act
        let isAllowed = row.isAllowed
        let verdict = isAllowed ? paint.green("possible now") : paint.red("not yet")
        var lines = [heading(row, verdict)]
        let unmet = unmet(row)
        // What cannot be met in the present state is told when it is asked for by name.
        let other = rows.count > 1 ? unmet.first { $0.requirement == "state" } : nil
        for requirement in other.map({ [$0] }) ?? unmet {
            lines += RequirementText(paint, isFull: true).lines(requirement, indent: 2)
        }
        if other != nil, unmet.count > 1 {
            let ref = TerminalText.line(ref)
            lines.append("  " + paint.dim("and \(unmet.count - 1) more: chancery why \(ref) \(TerminalText.line(id))"))
        }
        if unmet.isEmpty, !isAllowed { lines.append("  " + paint.dim("you hold no office that may do it")) }
        return lines
    }

    private func indented(
        _ lead: String, margin: Int, _ text: String, _ colour: (String) -> String = { $0 }
    ) -> [String] {
        TerminalText.line(text).wrapped(to: paint.traits.columns.map { $0 - margin }).enumerated().map { index, part in
            (index == 0 ? lead : String(repeating: " ", count: margin)) + colour(part)
        }
    }
}
