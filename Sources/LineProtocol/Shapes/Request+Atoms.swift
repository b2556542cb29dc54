extension Request {
    /// The characters of an argument as a class of regular expressions, `[!#-<>-~]`: what the parser takes.
    package static let atomCharacters: String = {
        var ranges: [ClosedRange<UInt8>] = []
        for byte in UInt8(0x20)...0x7E where RequestFiller.isAtomByte(byte) {
            if let last = ranges.last, last.upperBound + 1 == byte {
                ranges[ranges.count - 1] = last.lowerBound...byte
            } else {
                ranges.append(byte...byte)
            }
        }
        let parts = ranges.map { range in
            let ends = range.count == 1 ? [range.lowerBound] : [range.lowerBound, range.upperBound]
            return ends.map(escaped).joined(separator: "-")
        }
        return "[" + parts.joined() + "]"
    }()

    /// A byte as it stands for itself within a class.
    private static func escaped(_ byte: UInt8) -> String {
        let character = String(UnicodeScalar(byte))
        return "[]^-\\".contains(character) ? "\\" + character : character
    }
}
