import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions

extension ViewScope {
    /// From each value (a document, an area) to the proposals that name it; with `value` or `ref` each link by itself.
    func links(_ datum: Datum) -> ViewResult {
        let all = subjects()
        let spelling = WordSpellings(datum, in: all, scope: self)
        let links = all.flatMap { subject -> [(value: String?, subject: Subject)] in
            let values = subject.values(datum).map { spelling($0.plain) }.uniquedInOrder
            return values.isEmpty ? [(nil, subject)] : values.map { ($0, subject) }
        }
        let totals: JSONObject = [
            "count": .count(all.count),
            "linked": .count(Set(links.filter { $0.value != nil }.map(\.subject.proposal.ref)).count),
            "values": .count(Set(links.compactMap(\.value)).count),
        ]
        guard parameters["value"] == nil, parameters["ref"] == nil else {
            let wanted = links.filter { link in
                (parameters["value"].map { spelling($0) == link.value } ?? true)
                    && (parameters["ref"].map { $0 == link.subject.proposal.ref } ?? true)
            }
            return ViewResult(
                columns: [
                    ViewColumn("value", view.label), ViewColumn("ref", "Ref", .ref), ViewColumn("title", "Title"),
                    ViewColumn("state", "State"),
                ],
                rows: wanted.map { link in
                    [
                        "value": .optional(link.value), "ref": .string(link.subject.proposal.ref),
                        "title": .optional(link.subject.text(.field("title"))),
                        "state": .string(link.subject.stateLabel),
                    ]
                }, totals: totals)
        }
        var refs: [String?: [String]] = [:]
        for link in links { refs[link.value, default: []].append(link.subject.proposal.ref) }
        let values = refs.keys.sorted { left, right in
            guard let left else { return false }
            guard let right else { return true }
            return left.precedesInUTF16(right)
        }
        return ViewResult(
            columns: [
                ViewColumn("value", view.label), ViewColumn("count", "Count", .integer),
                ViewColumn("refs", "Refs", .ref),
            ],
            rows: values.map { value in
                let found = refs[value] ?? []
                return ["value": .optional(value), "count": .count(found.count), "refs": .strings(found)]
            }, totals: totals)
    }

    /// Who expressed interest in what, and whether an answer was recorded.
    func interests(_ interests: InterestsDefinition) -> ViewResult {
        var rows: [JSONObject] = []
        var answered = 0
        for subject in subjects() where !subject.isPublished {
            let proposal = subject.proposal
            if let ref = parameters["ref"], ref != proposal.ref { continue }
            let answers = proposal.facts.filter { $0.fact == interests.answered.fact }
            var shown: Set<String> = []
            // The first expression of a partner counts, and the first answer after it.
            for record in proposal.facts where record.fact == interests.expressed.fact {
                guard let partner = interests.expressed.partner(in: record), shown.insert(partner).inserted else {
                    continue
                }
                if let wanted = parameters["partner"], wanted != partner { continue }
                let answer = answers.first {
                    interests.answered.partner(in: $0) == partner && $0.version > record.version
                }
                if answer != nil { answered += 1 }
                let days = (answer?.decidedAt.date ?? today).daysSinceEpoch - record.decidedAt.date.daysSinceEpoch
                rows.append([
                    "ref": .string(proposal.ref), "title": .optional(subject.text(.field("title"))),
                    "partner": .string(partner), "expressed": .string(record.decidedAt.date.description),
                    "answered": .optional(answer?.decidedAt.date.description), "days": .count(max(0, days)),
                    "by": .optional(answer?.actor.office?.partner ?? answer?.actor.office?.role),
                ])
            }
        }
        return ViewResult(
            columns: [
                ViewColumn("ref", "Ref", .ref), ViewColumn("title", "Title"), ViewColumn("partner", "Partner"),
                ViewColumn("expressed", "Expressed", .date), ViewColumn("answered", "Answered", .date),
                ViewColumn("by", "Answered by"), ViewColumn("days", "Days", .duration),
            ], rows: rows,
            totals: [
                "count": .count(rows.count), "answered": .count(answered), "unanswered": .count(rows.count - answered),
            ])
    }
}
