import Postgres
package import ProposalService
import Proposals

extension PostgresStore {
    package func nearWords(_ query: ListQuery) async throws(StoreError) -> [String: [String]] {
        guard let text = query.search else { return [:] }
        let asked = FoldedText.queryWords(text)
        // A word that names a partner means the partner.
        let inTexts = try await found(asked.map(SearchWords.beginning), query)
        let known = inTexts.union(asked.indices.filter { query.named[asked[$0]] != nil })
        let lacking = asked.indices.filter { !known.contains($0) }.map { asked[$0] }
        guard !lacking.isEmpty, lacking.count <= ListQuery.mostLacking, lacking.allSatisfy(NearWord.isLookedFor) else {
            return [:]
        }
        let near = try await candidates(lacking, query.forum)
        // A word is worth searching for where a text has it beside all that is known.
        let beside = inTexts.sorted().filter { query.named[asked[$0]] == nil }.map { SearchWords.beginning(asked[$0]) }
        let words = near.flatMap { $0 }
        let seen = try await found(
            words.map { ([SearchWords.quoted($0.word)] + beside).joined(separator: " & ") }, query)
        var (instead, place): ([String: [String]], Int) = ([:], 0)
        for (word, near) in zip(lacking, near) {
            let nearest = NearWord.nearest(near.indices.filter { seen.contains(place + $0) }.map { near[$0] })
            guard !nearest.isEmpty else { return [:] }
            instead[word] = nearest
            place += near.count
        }
        return instead
    }

    /// The places of those queries that find a text which the reader may see.
    private func found(_ queries: [String], _ query: ListQuery) async throws(StoreError) -> Set<Int> {
        guard !queries.isEmpty else { return [] }
        return try await read([NearWordReading.found(queries, query)]) { results in
            Set(try results[0].rows.column(Int.self).map { $0 - 1 })
        }
    }

    /// For each of these words those that are near to it, the nearest first.
    private func candidates(_ asked: [String], _ forum: String) async throws(StoreError) -> [[NearWord]] {
        var near = try await read([NearWordReading.words(near: asked, in: forum)]) { results in
            var near: [[NearWord]] = asked.map { _ in [] }
            for row in results[0].rows {
                let place: Int = try row[0]
                guard asked.indices.contains(place - 1) else { continue }
                if let word = NearWord(try row[1], for: asked[place - 1]) { near[place - 1].append(word) }
            }
            return near
        }
        for place in near.indices { near[place] = Array(near[place].sorted().prefix(NearWordReading.near)) }
        return near
    }
}
