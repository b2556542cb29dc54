import CanonicalJSON
package import CivilTime
import DefinitionFiles
import Lifecycle
package import LineProtocol
import Wording

/// Turns the records of a list of meetings into meetings of the forum, with the days on which they were held.
package struct MeetingMapper: Sendable {
    package struct Mapped: Sendable, Hashable {
        /// Which record of the file it comes from, and where that begins.
        package let number: Int
        package let line: Int
        package let id: String
        package let plan: MeetingPlan
        /// Whether it is past and verified.
        package let isHeld: Bool

        /// What is asked of its forum.
        package func setting(in forum: String) -> Verbs.Meeting {
            var meeting = Verbs.Meeting()
            meeting.forum = forum
            meeting.meeting = id
            meeting.change = plan.change
            return meeting
        }

        /// The same of the days on which it was held; nil where that is not known.
        package func holding(in forum: String) -> Verbs.Held? {
            guard isHeld else { return nil }
            var held = Verbs.Held()
            held.forum = forum
            held.meeting = id
            held.starts = .value(plan.starts)
            held.ends = .value(plan.ends)
            return held
        }
    }

    package let today: CivilDate
    /// The kinds of meetings that the list calls by another, by name.
    package let kinds: [String: String]
    /// The meetings of the forum, as MEETINGS answers them.
    package let present: [ShownMeeting]
    /// The kinds of meetings that the forum has; empty where it takes any.
    package let known: [String]

    /// What the mapping looks at.
    package static let keys = Set(RecordList.Columns.meetings.required + RecordList.Columns.meetings.known)

    package init(today: CivilDate, kinds: [String: String] = [:], present: [ShownMeeting] = [], known: [String] = []) {
        self.known = known
        self.today = today
        self.kinds = kinds
        self.present = present
    }

    /// The meetings of a list, each once; what could not be mapped is added to the issues. The order of the list makes no difference.
    package func map(_ records: [JSONLines.Record], issues: inout [ImportIssue]) -> [Mapped] {
        var plans: [(record: JSONLines.Record, plan: MeetingPlan, isHeld: Bool)] = []
        for record in records {
            let object = record.object.named(MeetingMapper.keys)
            guard let (plan, isHeld) = plan(object, line: record.line, issues: &issues) else { continue }
            plans.append((record, plan, isHeld))
        }
        let ids = MeetingIds(present: present)
        let called = ids.ids(of: Set(plans.map { MeetingIds.Content($0.plan) }))
        var first: [String: Int] = [:]
        var mapped: [Mapped] = []
        for (record, plan, isHeld) in plans {
            let content = MeetingIds.Content(plan)
            guard let id = called[content] else { continue }
            func note(_ reason: String, as kind: String) {
                let name = record.object.named(MeetingMapper.keys)["name"]?.string ?? id
                issues.append(
                    ImportIssue(line: record.line, subject: name, keys: ["name"], reason: reason, kind: kind))
            }
            if let index = first[id] {
                note(
                    "it is already on line \(mapped[index].line); entered once", as: "it appears twice; entered once"
                )
                if !mapped[index].isHeld, isHeld {
                    // The days of who says that it was held are the same: they are part of what makes it the same meeting.
                    let line = mapped[index]
                    mapped[index] = Mapped(
                        number: line.number, line: line.line, id: id, plan: line.plan, isHeld: true)
                }
                continue
            }
            if let other = ids.neighbour(of: content, id: id) {
                note(
                    "\(other) is of the same kind, days and place, and has another name; both are kept",
                    as: "another meeting of the same kind, days and place has another name; both are kept")
            }
            first[id] = mapped.count
            mapped.append(
                Mapped(number: record.number, line: record.line, id: id, plan: plan, isHeld: isHeld))
        }
        return mapped
    }

    /// The meeting of a record, nil where nothing is known of its days.
    private func plan(
        _ record: JSONObject, line: Int, issues: inout [ImportIssue]
    ) -> (MeetingPlan, isHeld: Bool)? {
        let name = record["name"]?.string ?? record["kind"]?.string ?? "(no name)"
        func note(_ keys: [String], _ reason: String, as kind: String? = nil, isLoss: Bool = false) {
            issues.append(
                ImportIssue(line: line, subject: name, keys: keys, reason: reason, kind: kind, isLoss: isLoss))
        }
        guard let listed = record["kind"]?.string.map({ PartnerNames.trimmed($0[...]) }), !listed.isEmpty else {
            note(["kind"], "a meeting needs its kind; the record is skipped", isLoss: true)
            return nil
        }
        let named = kinds[PartnerNames.key(name)] ?? listed
        // What a meeting was recorded as before kinds were asked for, it stays.
        let isRecorded = present.contains {
            $0.kind == named && $0.starts != nil && $0.starts?.description == record["starts"]?.string
        }
        let kind = isRecorded || known.contains(named) ? named : known.only(inAnyCase: named) ?? named
        guard isRecorded || known.isEmpty || known.contains(kind) else {
            let hint = known.hint(for: kind)
            note(
                ["kind"],
                "\"\(kind)\" is not a kind of meeting in this forum\(hint.isEmpty ? "; it" : hint + " It") has "
                    + "\(known.joined(separator: ", ")); the record is skipped",
                as: "a kind of meeting that the forum does not have; the record is skipped", isLoss: true)
            return nil
        }
        if kind.lowercased() != listed.lowercased() {
            note(
                ["kind"], "entered as \(kind), not \(listed), as the forum's data says",
                as: "entered as another kind, as the forum's data says")
        }
        guard let first = record["starts"].flatMap({ WrittenDay.read($0) }) else {
            return period(record, kind, &issues, line, name).map { ($0, isHeld: false) }
        }
        var ends = first
        if let given = record["ends"], !Self.isNothing(given) {
            // Which days it had nobody can tell: the meeting is neither planned nor held on others.
            guard let last = WrittenDay.read(given), last >= first else {
                note(
                    ["ends"],
                    "\(ValueText.line(given)) is not a date on or after \(first); correct it, or leave it empty; "
                        + "the record is skipped",
                    as: "no date on or after the first day; the record is skipped", isLoss: true)
                return nil
            }
            ends = last
        } else {
            note(
                ["ends"], "no last day is given; entered as a meeting of one day",
                as: "no last day; entered as a meeting of one day")
        }
        let known: Set<String> = ["kind", "name", "starts", "ends", "city", "country", "source", "verified"]
        let unknown = record.keys.filter { !known.contains($0) }
        if !unknown.isEmpty { note(unknown, "a meeting has no such field; left out") }
        var plan = MeetingPlan(kind: kind, starts: first, ends: ends)
        fill(&plan, from: record, line: line, name, &issues)
        var isHeld = false
        if ends < today {
            switch record["verified"].map({ TruthWord($0) }) {
            case .some(.yes): isHeld = true
            case .some(.no), nil: note(["verified"], "not verified: entered as planned, not as held")
            case .some(nil):
                let given = ValueText.line(record["verified"] ?? .null)
                note(
                    ["verified"],
                    "\"\(given)\" is neither yes nor no; write true or false; entered as planned, not as held",
                    as: "neither yes nor no: entered as planned, not as held")
            }
        }
        return (plan, isHeld)
    }

    /// Takes over what is said of a meeting besides its kind and days, without what one line cannot hold.
    private func fill(
        _ plan: inout MeetingPlan, from record: JSONObject, line: Int, _ name: String, _ issues: inout [ImportIssue]
    ) {
        let texts: [(String, WritableKeyPath<MeetingPlan, String?>)] = [
            ("name", \.name), ("city", \.city), ("country", \.country), ("source", \.source),
        ]
        for (key, member) in texts {
            guard let text = record[key]?.string else { continue }
            let clean = CleanText(text, isLine: key != "source")
            if clean.hadBreaks || clean.hadHidden {
                issues.append(
                    ImportIssue(
                        line: line, subject: name, keys: [key],
                        reason: "line breaks and invisible characters are removed"))
            }
            if key != "source", BlankWord.stands(in: clean.text) {
                issues.append(
                    ImportIssue(
                        line: line, subject: name, keys: [key], reason: "\"\(clean.text)\" names nothing; left empty",
                        kind: "a word that names nothing; left empty"))
            } else if !clean.text.isEmpty {
                plan[keyPath: member] = clean.text
            }
        }
    }

    /// A meeting of which only the month or the year is known: planned over the whole of it, and not recorded as held.
    private func period(
        _ record: JSONObject, _ kind: String, _ issues: inout [ImportIssue], _ line: Int, _ name: String
    ) -> MeetingPlan? {
        let stated = record["starts"].flatMap { Self.isNothing($0) ? nil : $0 }
        let given = stated.map { "\(ValueText.line($0)) is not a full date" } ?? "no day is given"
        func note(_ what: String, as kind: String, isLoss: Bool = false) {
            issues.append(
                ImportIssue(
                    line: line, subject: name, keys: ["starts"], reason: "\(given)\(what)",
                    kind: "not a full date\(kind)", isLoss: isLoss))
        }
        guard let (year, month) = stated.flatMap(ActivityTime.month(of:)),
            let first = CivilDate(year: year, month: month ?? 1, day: 1),
            let next = month.map({ CivilDate(year: $0 == 12 ? year + 1 : year, month: $0 % 12 + 1, day: 1) })
                ?? CivilDate(year: year + 1, month: 1, day: 1),
            let last = CivilDate(daysSinceEpoch: next.daysSinceEpoch - 1)
        else {
            let why = ", and a meeting is kept by its days; the record is skipped"
            note(why, as: why, isLoss: true)
            return nil
        }
        let precision = month == nil ? Verbs.Meeting.Precision.year : .month
        note(
            "; entered as a meeting of which only the \(precision) is known, not as held",
            as: "; entered as a meeting of which only the month or the year is known")
        var plan = MeetingPlan(kind: kind, starts: first, ends: last)
        plan.precision = precision
        fill(&plan, from: record, line: line, name, &issues)
        return plan
    }

    /// Whether a value says that nothing is known.
    private static func isNothing(_ value: JSONValue) -> Bool {
        guard let text = value.string else { return value.isNull }
        return PartnerNames.trimmed(text[...]).isEmpty || BlankWord.stands(in: text)
    }

    /// Lower-case ASCII letters and digits in words joined by hyphens.
    static func slug(_ text: String) -> String {
        let letters = text.lowercased().unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? Character(scalar) : " "
        }
        return String(letters).split(separator: " ").joined(separator: "-")
    }
}
