import CanonicalJSON
import Lifecycle

/// Turns a record of a list of meetings into a meeting of the forum, with the days on which it was held.
struct MeetingMapper: Sendable {
    struct Mapped: Sendable, Hashable {
        let id: String
        let meeting: JSONObject
        /// The days of a meeting that is past and verified.
        let held: JSONObject?
    }

    let today: CivilDate
    /// The kinds of meetings that the list calls by another, by name.
    let kinds: [String: String]
    private var taken: Set<String> = []

    init(today: CivilDate, kinds: [String: String] = [:]) {
        self.today = today
        self.kinds = kinds
    }

    /// The meeting of a record, nil where nothing is known of its days; what could not be mapped is added to the issues.
    mutating func map(_ record: JSONObject, line: Int, issues: inout [ImportIssue]) -> Mapped? {
        let name = record["name"]?.string ?? record["kind"]?.string ?? "(no name)"
        func note(_ keys: [String], _ reason: String, as kind: String? = nil) {
            issues.append(ImportIssue(line: line, subject: name, keys: keys, reason: reason, kind: kind))
        }
        guard let listed = record["kind"]?.string, !listed.isEmpty else {
            note(["kind"], "a meeting needs its kind; the record is left out")
            return nil
        }
        let kind = kinds[PartnerNames.key(name)] ?? listed
        if kind != listed {
            note(
                ["kind"], "entered as \(kind), not \(listed), as the forum's data says",
                as: "entered as another kind, as the forum's data says")
        }
        guard let starts = record["starts"]?.string, let first = CivilDate(starts) else {
            return period(record, kind, &issues, line, name)
        }
        var ends = starts
        if let given = record["ends"] {
            if let text = given.string, let last = CivilDate(text), last >= first {
                ends = text
            } else {
                note(
                    ["ends"],
                    "\(ValueText.line(given)) is no day on or after \(starts); entered as a meeting of one day",
                    as: "no last day; entered as a meeting of one day")
            }
        } else {
            note(
                ["ends"], "no last day is given; entered as a meeting of one day",
                as: "no last day; entered as a meeting of one day")
        }
        let known: Set<String> = ["kind", "name", "starts", "ends", "city", "country", "source", "verified"]
        let unknown = record.keys.filter { !known.contains($0) }
        if !unknown.isEmpty { note(unknown, "a meeting keeps no such thing; left out") }
        var meeting: JSONObject = ["kind": .string(kind), "starts": .string(starts), "ends": .string(ends)]
        for key in ["name", "city", "country", "source"] {
            if let text = record[key]?.string { meeting[key] = .string(text) }
        }
        var held: JSONObject?
        if let last = CivilDate(ends), last < today {
            if record["verified"]?.bool == false {
                note(["verified"], "not verified: entered as planned, not as held")
            } else {
                held = ["starts": .string(starts), "ends": .string(ends)]
            }
        }
        return Mapped(id: id(kind, starts, record), meeting: meeting, held: held)
    }

    /// A meeting of which only the month or the year is known: planned over the whole of it, and not recorded as held.
    private mutating func period(
        _ record: JSONObject, _ kind: String, _ issues: inout [ImportIssue], _ line: Int, _ name: String
    ) -> Mapped? {
        let given = record["starts"].map { "\(ValueText.line($0)) is no full day" } ?? "no day is given"
        func note(_ what: String, as kind: String) {
            issues.append(
                ImportIssue(
                    line: line, subject: name, keys: ["starts"], reason: "\(given)\(what)", kind: "no full day\(kind)"))
        }
        guard let (year, month) = record["starts"]?.string.flatMap(ActivityTime.month),
            let first = CivilDate(year: year, month: month ?? 1, day: 1),
            let next = month.map({ CivilDate(year: $0 == 12 ? year + 1 : year, month: $0 % 12 + 1, day: 1) })
                ?? CivilDate(year: year + 1, month: 1, day: 1),
            let last = CivilDate(daysSinceEpoch: next.daysSinceEpoch - 1)
        else {
            let why = ", and a meeting is kept by its days; the record is left out"
            note(why, as: why)
            return nil
        }
        let precision = month == nil ? "year" : "month"
        note(
            "; entered as a meeting of which only the \(precision) is known, not as held",
            as: "; entered as a meeting of which only the month or the year is known")
        var meeting: JSONObject = [
            "kind": .string(kind), "starts": .string(first.description), "ends": .string(last.description),
            "precision": .string(precision),
        ]
        for key in ["name", "city", "country", "source"] {
            if let text = record[key]?.string { meeting[key] = .string(text) }
        }
        return Mapped(id: id(kind, first.description, record), meeting: meeting, held: nil)
    }

    /// A stable id: kind, month and city; the day besides where that is taken, and a number where that is too.
    private mutating func id(_ kind: String, _ starts: String, _ record: JSONObject) -> String {
        let place = record["city"]?.string ?? record["country"]?.string ?? ""
        let stem = MeetingMapper.slug(kind)
        let end = place.isEmpty ? "" : "-" + MeetingMapper.slug(place)
        var candidates = ["\(stem)-\(starts.prefix(7))\(end)", "\(stem)-\(starts)\(end)"]
        candidates = candidates.map { String($0.prefix(60)) }
        var id = candidates.first { !taken.contains($0) } ?? candidates[1]
        var number = 2
        while taken.contains(id) {
            id = "\(candidates[1])-\(number)"
            number += 1
        }
        taken.insert(id)
        return id
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
