/// A part of a transcript's text. Names and words of the language stand in braces; JSON stands as it is, since no word holds a quote.
enum Piece: Equatable {
    case bytes([UInt8])
    /// `{ref}`: what was answered before, or is answered here.
    case name(String)
    /// `*`: whatever stands here.
    case anything

    /// Cuts a text into its pieces. Stars count where a reply is compared, not where a request is sent.
    static func pieces(of text: String, stars: Bool) -> [Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        func flush() {
            if !literal.isEmpty { pieces.append(.bytes(literal)) }
            literal = []
        }
        var index = 0
        while index < bytes.count {
            if stars, bytes[index] == UInt8(ascii: "*") {
                flush()
                pieces.append(.anything)
            } else if bytes[index] == UInt8(ascii: "{"), let (word, end) = word(in: bytes, after: index) {
                switch word {
                case .bytes(let made): literal += made
                case .name, .anything:
                    flush()
                    pieces.append(word)
                }
                index = end
            } else {
                literal.append(bytes[index])
            }
            index += 1
        }
        flush()
        return pieces
    }

    /// The word that begins at a brace, and where its closing brace stands.
    private static func word(in bytes: [UInt8], after start: Int) -> (Piece, Int)? {
        guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard !inner.isEmpty, !inner.contains(where: { [UInt8(ascii: "{"), UInt8(ascii: "\"")].contains($0) })
        else { return nil }
        if let star = inner.lastIndex(of: UInt8(ascii: "*")), star > inner.startIndex,
            let count = Int(String(decoding: inner[(star + 1)...], as: UTF8.self))
        {
            let part = Array(inner[..<star])
            let repeated = byte(part).map { [$0] } ?? part
            return (.bytes((0..<count).flatMap { _ in repeated }), end)
        }
        if let byte = byte(Array(inner)) { return (.bytes([byte]), end) }
        guard let first = inner.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            inner.allSatisfy({ isNameByte($0) })
        else { return nil }
        return (.name(String(decoding: inner, as: UTF8.self)), end)
    }

    /// `0x1B` is that byte.
    private static func byte(_ text: [UInt8]) -> UInt8? {
        guard text.count == 4, text.starts(with: "0x".utf8) else { return nil }
        return UInt8(String(decoding: text.dropFirst(2), as: UTF8.self), radix: 16)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "):
            true
        default: false
        }
    }
}
