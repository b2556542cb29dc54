import CanonicalJSON

/// Pairs of titles of which it is known whether they are of one activity or of one series, or of two that have nothing to do with each
/// other (`Titles/README.md`).
struct TitlePairs {
    enum Kind: String, CaseIterable {
        case retitled, shortened, reordered, respelled, edition
        case otherSubject = "other-subject"
        case sameArea = "same-area"
        case otherArea = "other-area"

        /// Whether such a pair is to be found.
        var isAlike: Bool {
            switch self {
            case .retitled, .shortened, .reordered, .respelled, .edition: true
            case .otherSubject, .sameArea, .otherArea: false
            }
        }
    }

    struct Pair {
        let kind: Kind
        let title: String
        let other: String
    }

    let pairs: [Pair]

    init() throws {
        let made = try Repository.lines("Tests/ProposalsTests/Titles/pairs.jsonl").map { line -> Pair in
            let pair = try JSONValue.parse(Array(line.utf8))
            guard let kind = pair["kind"]?.string.flatMap(Kind.init), let title = pair["title"]?.string,
                let other = pair["other"]?.string
            else { throw Unreadable(line: line) }
            return Pair(kind: kind, title: title, other: other)
        }
        let activities = try Repository.lines("schema/forums/asem/initiatives.jsonl").map {
            let activity = try JSONValue.parse(Array($0.utf8))
            let areas = (activity["area"]?.string ?? "").split(separator: "/")
            return (title: activity["title"]?.string ?? "", areas: Set(areas.map { $0.filter { $0 != " " } }))
        }
        let known = Set(activities.map(\.title))
        for pair in made where !known.contains(pair.title) { throw Unreadable(line: pair.title) }
        let paired = Set(made.map { Set([$0.title, $0.other]) })
        var others: [Pair] = []
        for (index, one) in activities.enumerated() {
            for other in activities[..<index] where !paired.contains([one.title, other.title]) {
                let kind: Kind = one.areas.isDisjoint(with: other.areas) ? .otherArea : .sameArea
                others.append(Pair(kind: kind, title: one.title, other: other.title))
            }
        }
        pairs = made + others
    }

    struct Unreadable: Error {
        let line: String
    }
}

/// Of how many pairs it was said that they are alike.
struct TitleMeasure {
    private(set) var found: [TitlePairs.Kind: Int] = [:]
    private(set) var counts: [TitlePairs.Kind: Int] = [:]

    init(_ pairs: TitlePairs, areAlike: (TitlePairs.Pair) -> Bool) {
        for pair in pairs.pairs {
            counts[pair.kind, default: 0] += 1
            if areAlike(pair) { found[pair.kind, default: 0] += 1 }
        }
    }

    private func sum(_ numbers: [TitlePairs.Kind: Int], alike: Bool) -> Int {
        numbers.reduce(0) { $0 + ($1.key.isAlike == alike ? $1.value : 0) }
    }

    /// Of the pairs that are to be found, those that were, in thousandths.
    var recall: Int { sum(found, alike: true) * 1000 / max(sum(counts, alike: true), 1) }
    /// Of the pairs that were found, those that were to be, in thousandths.
    var precision: Int {
        let (right, wrong) = (sum(found, alike: true), sum(found, alike: false))
        return right * 1000 / max(right + wrong, 1)
    }

    var table: String {
        let rows = TitlePairs.Kind.allCases.map { kind in
            "| \(kind.rawValue) | \(kind.isAlike ? "alike" : "different") | \(counts[kind] ?? 0) | \(found[kind] ?? 0) |"
        }
        return
            (["| pairs | are | how many | found alike |", "| --- | --- | ---: | ---: |"] + rows
            + ["recall \(recall), precision \(precision) thousandths"]).joined(separator: "\n")
    }
}
