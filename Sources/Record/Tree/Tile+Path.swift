extension Tile {
    /// Reads a path as ``path`` writes it: `tile/0/x001/067`, `tile/1/000.p/17`. Nil for any other text, so that each tile has one path.
    package init?(path: String) {
        var words = path.split(separator: "/", omittingEmptySubsequences: false)
        guard (3...9).contains(words.count), words.removeFirst() == "tile", let level = Int(words.removeFirst()),
            (0...63).contains(level)
        else { return nil }
        var width = Tile.fullWidth
        if words.count > 1, words[words.count - 2].hasSuffix(".p") {
            guard let partial = Int(words.removeLast()), (1..<Tile.fullWidth).contains(partial) else { return nil }
            width = partial
            words[words.count - 1] = words[words.count - 1].dropLast(2)
        }
        // Six groups of three digits always fit.
        guard (1...6).contains(words.count) else { return nil }
        var index: Int64 = 0
        for word in words {
            guard let number = Int64(word.drop { $0 == "x" }), (0..<1000).contains(number) else { return nil }
            index = index * 1000 + number
        }
        self.init(level: level, index: index, width: width)
        guard self.path.utf8.elementsEqual(path.utf8) else { return nil }
    }
}
