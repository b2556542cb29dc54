import Postgres
import ProposalService
import Proposals

/// What is asked of the table of a forum's words, which knows each by its parts: see migration 022.
enum NearWordReading {
    /// So many words are looked at for one that was asked for, at most.
    static let looked = 5000
    /// … so many of them are compared with it: those that share the most parts with it.
    static let candidates = 100
    /// … and so many of these are looked for in texts.
    static let near = 40

    /// Words that may be near to each of these, by their places from 1.
    static func words(near asked: [String], in forum: String) -> Statement {
        Statement(
            """
            SELECT a.place, s.word
            FROM (
                SELECT g.needed::tsquery AS needed, g.shared::tsquery AS shared, g.place
                FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS g (needed, shared, place) OFFSET 0) AS a
            CROSS JOIN LATERAL (
                SELECT w.word
                FROM (SELECT k.word, k.parts FROM search_word AS k WHERE k.parts @@ a.needed LIMIT \(looked)) AS w
                ORDER BY ts_rank(w.parts, a.shared) DESC, w.word LIMIT \(candidates)) AS s
            """,
            [
                .textArray(asked.map { "\(SearchWords.quoted("=" + forum)) & (\(WordParts($0).needed))" }),
                .textArray(asked.map { WordParts($0).shared }),
            ])
    }

    /// Which of these queries find a text that the reader may see: their places, from 1.
    static func found(_ queries: [String], _ query: ListQuery) -> Statement {
        let (sight, parameters) = ListStatement.sight(query.visibility, after: 2)
        return Statement(
            """
            SELECT q.place FROM unnest($2::text[]) WITH ORDINALITY AS q (query, place)
            WHERE EXISTS (
                SELECT FROM (
                    -- The forum as a value that no index has: with a limit the planner would rather walk through all of it.
                    SELECT k.* FROM proposal_text AS k
                    WHERE k.search @@ q.query::tsquery AND k.forum || '' = $1 OFFSET 0) AS t
                JOIN proposal AS p ON p.forum = t.forum AND p.ref = t.ref
                WHERE \(sight))
            """, [.text(query.forum), .textArray(queries)] + parameters)
    }
}

/// A word as it is looked for by its parts: each three letters that stand together in it.
private struct WordParts {
    private let letters: [Unicode.Scalar]

    init(_ word: String) { letters = Array(word.unicodeScalars) }

    /// The parts of a stretch of the word; at an end of the word those as well that show it.
    private func parts(_ stretch: Range<Int>, isBare: Bool = false) -> [String] {
        var padded = Array(letters[stretch])
        if !isBare, stretch.lowerBound == 0 { padded = Array("<<".unicodeScalars) + padded }
        if !isBare, stretch.upperBound == letters.count { padded += Array(">>".unicodeScalars) }
        guard padded.count >= 3 else { return [] }
        return (0...padded.count - 3).map { place in
            var part = String.UnicodeScalarView()
            part.append(contentsOf: padded[place..<place + 3])
            return String(part)
        }
    }

    private func all(_ parts: [String]) -> String { "(\(parts.map(SearchWords.quoted).joined(separator: " & ")))" }

    private func any(_ conditions: [String]) -> String { "(\(conditions.joined(separator: " | ")))" }

    private func length(_ slips: Int) -> String {
        any((letters.count - slips...letters.count + slips).map { SearchWords.quoted("#\($0)") })
    }

    /// All parts of the word, of which the nearest words share the most.
    var shared: String { any(parts(0..<letters.count).map(SearchWords.quoted)) }

    /// What each word that is near has (``NearWord``). A slip strikes one letter or two neighbours: of two stretches with a letter between
    /// them one is left whole, and of three stretches one by two slips.
    var needed: String {
        let (count, half) = (letters.count, letters.count / 2)
        let (left, right) = (0..<half, half + 1..<count)
        var conditions = [
            "\(length(1)) & \(any([all(parts(left)), all(parts(right))]))", all(parts(0..<count, isBare: true)),
        ]
        if count >= NearWord.shortestBeginning {
            conditions.append(all(parts(left)))
            let bare = parts(right, isBare: true)
            if !bare.isEmpty { conditions.append(all(bare)) }
        }
        if count >= NearWord.shortestWithTwo {
            let middle = max(3, (count - 2) / 3)
            let first = (count - 2 - middle) / 2
            let stretches = [0..<first, first + 1..<first + 1 + middle, first + middle + 2..<count]
            conditions.append("\(length(2)) & \(any(stretches.map { all(parts($0)) }))")
        }
        return any(conditions)
    }
}
