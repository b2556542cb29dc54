import CivilTime
import Postgres
import ProposalService
import Proposals

/// The statement of a list: one text for each set of filters in use, so that each has a plan of its own.
struct ListStatement {
    private var conditions = ["p.forum = $1"]
    private var parameters: [PostgresValue]

    /// Nil where nothing can match.
    static func make(
        _ query: ListQuery, columns: String = ProposalReading.listedColumns
    ) throws(StoreError) -> Statement? {
        var statement = ListStatement(parameters: [.text(query.forum)])
        statement.see(query.visibility)
        statement.filter(query)
        if let text = query.search {
            guard let words = SearchWords.query(text, instead: query.instead) else { return nil }
            statement.add("t.search @@ ?::tsquery", .text(words))
        }
        if let after = query.after { try statement.begin(after: after) }
        return statement.statement(columns, limit: query.limit)
    }

    /// Adds a condition on parameters, each written `?`.
    private mutating func add(_ condition: String, _ values: PostgresValue...) {
        var text = ""
        var values = values[...]
        for character in condition {
            if character == "?", let value = values.popFirst() {
                parameters.append(value)
                text += "$\(parameters.count)"
            } else {
                text.append(character)
            }
        }
        conditions.append(text)
    }

    /// What holds of the rows that a reader may see, with its parameters, which come after so many others.
    static func sight(_ visibility: ListQuery.Visibility, after count: Int) -> (String, [PostgresValue]) {
        switch visibility {
        case .everything: ("true", [])
        case .forum(let partners): ("(p.is_shared OR t.insiders && $\(count + 1))", [.textArray(partners)])
        case .published: ("p.published_fields IS NOT NULL", [])
        }
    }

    private mutating func see(_ visibility: ListQuery.Visibility) {
        if visibility == .everything { return }
        let (sight, values) = Self.sight(visibility, after: parameters.count)
        conditions.append(sight)
        parameters += values
    }

    private mutating func filter(_ query: ListQuery) {
        if let states = query.states { add("p.state = ANY (?)", .textArray(states)) }
        if let isFinal = query.isFinal { add("p.is_final = ?", .bool(isFinal)) }
        if let partner = query.partner { add("t.insiders @> ?", .textArray([partner])) }
        if let region = query.region { add("t.regions @> ?", .textArray([region])) }
        if let track = query.track { add("p.track = ?", .text(track)) }
        if let area = query.focusArea {
            // In the cases in which people write a word; an index answers each of them.
            let word = FreeWord.squeezed(area)
            let cases = [
                area, word, word.lowercased(), word.uppercased(),
                word.prefix(1).uppercased() + word.dropFirst().lowercased(),
            ]
            // Words that were stored before they were tidied may have a space at an end.
            add("t.focus_areas && ?", .textArray(cases.flatMap { [$0, $0 + " ", " " + $0, $0 + "\u{A0}"] }))
        }
        if let origin = query.origin { add("p.origin = ?", .text(origin)) }
        if let from = query.from { add("p.last_day >= ?::text::date", .text(from.description)) }
        if let to = query.to { add("p.first_day <= ?::text::date", .text(to.description)) }
        if let partner = query.waitingFor { add("p.has_open_round AND p.not_heard @> ?", .textArray([partner])) }
    }

    private mutating func begin(after ref: String) throws(StoreError) {
        let parts = ref.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Int32(parts[1]), let number = Int32(parts[2]) else {
            throw StoreError.rejected("a page begins after a ref, and \"\(ref.prefix(80))\" is none")
        }
        add("(p.ref_year, p.ref_number) > (?, ?)", .int4(year), .int4(number))
    }

    private func statement(_ columns: String, limit: Int) -> Statement {
        Statement(
            """
            SELECT \(columns)
            FROM proposal AS p JOIN proposal_text AS t ON t.forum = p.forum AND t.ref = p.ref
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY p.ref_year, p.ref_number LIMIT $\(parameters.count + 1)
            """, parameters + [.int8(limit)])
    }
}
