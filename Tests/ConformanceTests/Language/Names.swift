/// What the names of a transcript stand for, once they were met.
struct Names {
    private var texts: [String: String] = [:]

    subscript(name: String) -> String? {
        get { texts[name] }
        set { texts[name] = newValue }
    }

    /// Whether a text is what the pieces say. A name that stands for nothing yet takes what stands in its place: at least one byte, and as
    /// few as will do.
    mutating func agree(_ pieces: [Piece], _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let found = match(pieces[...], bytes[...], self) else { return false }
        self = found
        return true
    }

    private func match(_ pieces: ArraySlice<Piece>, _ bytes: ArraySlice<UInt8>, _ names: Names) -> Names? {
        guard let piece = pieces.first else { return bytes.isEmpty ? names : nil }
        let rest = pieces.dropFirst()
        switch piece {
        case .bytes(let wanted):
            return bytes.starts(with: wanted) ? match(rest, bytes.dropFirst(wanted.count), names) : nil
        case .name(let name):
            if let known = names[name] {
                let wanted = Array(known.utf8)
                return bytes.starts(with: wanted) ? match(rest, bytes.dropFirst(wanted.count), names) : nil
            }
            guard !bytes.isEmpty else { return nil }
            let ends = rest.isEmpty ? [bytes.endIndex] : Array((bytes.startIndex + 1)...bytes.endIndex)
            for end in ends {
                var next = names
                next[name] = String(decoding: bytes[..<end], as: UTF8.self)
                if let found = match(rest, bytes[end...], next) { return found }
            }
            return nil
        case .anything:
            if rest.isEmpty { return names }
            for end in bytes.startIndex...bytes.endIndex {
                if let found = match(rest, bytes[end...], names) { return found }
            }
            return nil
        }
    }
}
