import Proposals

/// The titles that a batch wrote so far, found as the store finds those that it holds: by the pairs of words that they share.
struct WrittenTitles: Sendable {
    /// As many as the store answers of one title.
    private static let mostAnswered = 100

    private var refs: [String: [String]] = [:]

    mutating func add(_ ref: String, _ title: ComparedTitle) {
        for key in title.keys { refs[key, default: []].append(ref) }
    }

    /// The proposals that may be like a title, each once.
    func refs(like title: ComparedTitle) -> [String] {
        var (found, seen): ([String], Set<String>) = ([], [])
        for key in title.keys {
            for ref in refs[key] ?? [] where seen.insert(ref).inserted {
                found.append(ref)
                if found.count == Self.mostAnswered { return found }
            }
        }
        return found
    }
}
