extension Sequence<String> {
    /// The one of these names that a text was probably meant to be: the same but for case and separators, or a letter or two away.
    package func meant(by text: String) -> String? {
        func plain(_ text: String) -> [Character] {
            text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }.map { $0 }
        }
        guard text.utf8.count <= 64 else { return nil }
        let wanted = plain(text)
        var best: (distance: Int, name: String)?
        for name in self where name != text {
            let distance = plain(name).distance(to: wanted)
            if distance < best?.distance ?? .max { best = (distance, name) }
        }
        guard let best, best.distance == 0 || best.distance <= 2 && best.distance * 3 <= wanted.count else {
            return nil
        }
        return best.name
    }

    /// The only one of these names that is the same as a text but for case.
    package func only(inAnyCase text: String) -> String? {
        let same = filter { $0.lowercased() == text.lowercased() }
        return same.count == 1 ? same.first : nil
    }

    /// `; did you mean "…"?` where one of these was probably meant, and nothing otherwise.
    package func hint(for text: String) -> String { meant(by: text).map { "; did you mean \"\($0)\"?" } ?? "" }
}

extension [Character] {
    /// How many letters must be added, dropped or replaced to make the other word.
    fileprivate func distance(to other: [Character]) -> Int {
        var row = [Int](0...other.count)
        for (index, letter) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let replaced = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
