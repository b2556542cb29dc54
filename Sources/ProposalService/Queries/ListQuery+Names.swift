import Lifecycle
import Proposals

extension ListQuery {
    /// Says which partners the words of the search name, so that proposals are found by those who propose and organise them.
    mutating func resolveSearchedPartners(_ registry: Registry) {
        guard let search else { return }
        let partners = registry.partners.values.sorted { $0.id < $1.id }
        for word in FoldedText.queryWords(search) {
            let found = partners.filter { $0.isNamed(by: word) }.map(\.id)
            if !found.isEmpty { named[word] = found }
        }
    }

    /// Puts ids where a reader wrote what stands on the screen: a label of a state or a track, a partner's or a region's name, in
    /// any case. What names nothing stays, and is refused by its own words.
    mutating func resolveNames(_ registry: Registry) {
        let definitions = registry.lifecycles.values
        let states = definitions.flatMap(\.states).map { (id: $0.id, label: $0.label) }
        let tracks = definitions.flatMap(\.tracks).map { (id: $0.id, label: $0.label) }
        let regions = registry.partners.values.compactMap { $0.attributes[ListedText.regionAttribute] }
        self.states = self.states?.map { ListQuery.id(of: $0, in: states) }
        track = track.map { ListQuery.id(of: $0, in: tracks) }
        region = region.map { ListQuery.id(of: $0, in: regions.map { (id: $0, label: $0) }) }
        partner = partner.map {
            ListQuery.id(of: $0, in: registry.partners.values.map { (id: $0.id, label: $0.name) })
        }
    }

    /// The id that a word is, else the only one that reads the same, or whose label does, without case, spaces and hyphens.
    private static func id(of word: String, in things: [(id: String, label: String)]) -> String {
        if things.contains(where: { $0.id == word }) { return word }
        let folded = folded(word)
        let same = Set(things.filter { self.folded($0.id) == folded || self.folded($0.label) == folded }.map(\.id))
        return !folded.isEmpty && same.count == 1 ? same.first ?? word : word
    }

    private static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}
