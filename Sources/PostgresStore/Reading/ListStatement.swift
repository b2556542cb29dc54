import CivilTime
import Postgres
import ProposalService
import Proposals

/// The statement of a list: one text for each set of filters in use, so that each has a plan of its own.
///
/// A page is read in the order of refs, which costs as much in a large forum as in a small one where many proposals match; where few do,
/// an index finds them all, which are then sorted. Which it is turns out on the way: see ``statement(_:limit:)``.
struct ListStatement {
    private var conditions: [String] = []
    private var parameters: [PostgresValue]
    /// What holds of the rows that are walked through: an index has them in the order of refs.
    private var place = ["p.forum = $1"]
    /// Conditions on columns of the text, which an index answers. The name of the row is left open in them.
    private var onText: [String] = []

    private let ways: Ways

    /// How far each way to a page is gone.
    struct Ways {
        /// So many rows are walked through before an index is asked, …
        var firstWalk = 50
        /// … so many proposals of an index are sorted, …
        var few = 20_000
        /// … and so many rows are walked through where there are more of them.
        var longWalk = 20_000
    }

    private init(_ forum: String, _ ways: Ways) {
        parameters = [.text(forum)]
        self.ways = ways
    }

    /// Nil where nothing can match.
    static func make(
        _ query: ListQuery, columns: String = ProposalReading.listedColumns, ways: Ways = Ways()
    ) throws(StoreError) -> Statement? {
        var statement = ListStatement(query.forum, ways)
        statement.see(query.visibility)
        statement.filter(query)
        if let text = query.search {
            guard statement.search(FoldedText.queryWords(text), query) else { return nil }
        }
        if let after = query.after { try statement.begin(after: after) }
        return statement.statement(columns, limit: query.limit)
    }

    /// A condition on parameters, each written `?`.
    private mutating func numbered(_ condition: String, _ values: [PostgresValue]) -> String {
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
        return text
    }

    private mutating func add(_ condition: String, _ values: PostgresValue...) {
        conditions.append(numbered(condition, values))
    }

    /// A condition on columns of the text, each written `@.` and its name.
    private mutating func add(ofText condition: String, _ values: PostgresValue...) {
        onText.append(numbered(condition, values))
    }

    /// The conditions on the text, of rows with this name.
    private func onText(of name: String) -> [String] {
        onText.map { $0.replacing("@.", with: name + ".") }
    }

    /// Asks for all of these words; false where there is none to ask for. One that names partners need not stand in a text of theirs.
    private mutating func search(_ words: [String], _ query: ListQuery) -> Bool {
        let inTexts = words.filter { query.named[$0] == nil }
        if !inTexts.isEmpty {
            add(ofText: "@.search @@ ?::tsquery", .text(SearchWords.query(inTexts, instead: query.instead)))
        }
        for word in words {
            guard let partners = query.named[word] else { continue }
            add(
                ofText: "(@.search @@ ?::tsquery OR @.insiders && ?)", .text(SearchWords.beginning(word)),
                .textArray(partners))
        }
        return !words.isEmpty
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
        if let states = query.states {
            // Of one state the index has the order of refs.
            if states.count == 1 {
                add("p.state = ?", .text(states[0]))
            } else {
                add("p.state = ANY (?)", .textArray(states))
            }
        }
        if !query.notStates.isEmpty {
            add("(p.origin = 'archive' OR p.state <> ALL (?))", .textArray(query.notStates))
        }
        if !query.facts.isEmpty { add("p.facts @> ?", .textArray(query.facts)) }
        if let isFinal = query.isFinal { add("p.is_final = ?", .bool(isFinal)) }
        if let partner = query.partner { add(ofText: "@.insiders @> ?", .textArray([partner])) }
        if let region = query.region { add(ofText: "@.regions @> ?", .textArray([region])) }
        if let track = query.track { add("p.track = ?", .text(track)) }
        if let area = query.focusArea {
            // In the cases in which people write a word; an index answers each of them.
            let word = FreeWord.squeezed(area)
            let cases = [
                area, word, word.lowercased(), word.uppercased(),
                word.prefix(1).uppercased() + word.dropFirst().lowercased(),
            ]
            // Words that were stored before they were tidied may have a space at an end.
            add(ofText: "@.focus_areas && ?", .textArray(cases.flatMap { [$0, $0 + " ", " " + $0, $0 + "\u{A0}"] }))
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
        place.append(numbered("(p.ref_year, p.ref_number) > (?, ?)", [.int4(year), .int4(number)]))
    }

    // MARK: the ways to a page

    private func statement(_ columns: String, limit: Int) -> Statement {
        let limited = "ORDER BY p.ref_year, p.ref_number LIMIT $\(parameters.count + 1)"
        let sql =
            onText.isEmpty
            ? """
            SELECT \(columns)
            FROM proposal AS p JOIN proposal_text AS t ON t.forum = p.forum AND t.ref = p.ref
            WHERE \((place + conditions).joined(separator: " AND "))
            \(limited)
            """
            : picked(columns, limited)
        return Statement(sql, parameters + [.int8(limit)])
    }

    /// The page is picked by keys, in one of four ways, then its rows are read.
    private func picked(_ columns: String, _ limited: String) -> String {
        let place = place.joined(separator: " AND ")
        let rest = (["true"] + conditions).joined(separator: " AND ")
        let filter = (conditions + onText(of: "t")).joined(separator: " AND ")
        let keys = "p.ref, p.ref_year, p.ref_number"
        let rows = "proposal AS p JOIN proposal_text AS t ON t.forum = p.forum AND t.ref = p.ref"
        // A condition that no row has a part in: where it is false, nothing below it is read. Row after row, so that a full page ends it.
        func walked(_ count: Int, _ condition: String) -> String {
            """
            SELECT \(keys) FROM (
                SELECT * FROM proposal AS p WHERE \(place) ORDER BY p.ref_year, p.ref_number LIMIT \(count)) AS p
            CROSS JOIN LATERAL (
                SELECT * FROM proposal_text AS t WHERE t.forum = p.forum AND t.ref = p.ref OFFSET 0) AS t
            WHERE \(condition) AND \(filter) \(limited)
            """
        }
        // The forum as a value that no index has: with a limit the planner would rather walk through all of it. The order is that of the
        // refs' own numbers, so that only as many proposals are read as the page needs.
        let asked = onText(of: "k").joined(separator: " AND ")
        let index = """
            SELECT k.ref, k.insiders, split_part(k.ref, '-', 2)::integer AS year, split_part(k.ref, '-', 3)::integer AS number
            FROM proposal_text AS k WHERE \(asked) AND k.forum || '' = $1
            """
        func sorted(_ found: String, _ condition: String) -> String {
            """
            SELECT \(keys) FROM (SELECT * FROM \(found) AS f ORDER BY f.year, f.number OFFSET 0) AS t
            CROSS JOIN LATERAL (SELECT * FROM proposal AS p WHERE p.forum = $1 AND p.ref = t.ref OFFSET 0) AS p
            WHERE \(condition) AND \(place) AND \(rest)
            ORDER BY t.year, t.number LIMIT $\(parameters.count + 1)
            """
        }
        return """
            WITH near AS MATERIALIZED (\(walked(ways.firstWalk, "true"))),
            full_near AS MATERIALIZED (SELECT count(*) = $\(parameters.count + 1) AS so FROM near),
            found AS MATERIALIZED (\(index) AND NOT (SELECT so FROM full_near) LIMIT \(ways.few + 1)),
            many AS MATERIALIZED (SELECT count(*) > \(ways.few) AS so FROM found),
            far AS MATERIALIZED (\(walked(ways.longWalk, "(SELECT so FROM many)"))),
            full_far AS MATERIALIZED (SELECT count(*) = $\(parameters.count + 1) AS so FROM far),
            picked AS MATERIALIZED (
                SELECT * FROM near WHERE (SELECT so FROM full_near)
                UNION ALL (\(sorted("found", "NOT (SELECT so FROM full_near) AND NOT (SELECT so FROM many)")))
                UNION ALL SELECT * FROM far WHERE (SELECT so FROM full_far)
                UNION ALL (\(sorted("(\(index))", "(SELECT so FROM many) AND NOT (SELECT so FROM full_far)"))))
            SELECT \(columns)
            FROM picked AS c JOIN \(rows) ON p.forum = $1 AND p.ref = c.ref
            ORDER BY p.ref_year, p.ref_number
            """
    }
}
