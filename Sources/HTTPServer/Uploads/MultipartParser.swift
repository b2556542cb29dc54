/// Takes the body of a form with files apart while it comes (`multipart/form-data`, RFC 7578): the head of each part, its bytes, its end. It
/// holds the head of one part at most, or what may be the beginning of a boundary.
struct MultipartParser: Sendable {
    enum Event: Sendable, Equatable {
        case part(PartHead)
        case bytes([UInt8])
        case endOfPart
        /// The last boundary came; what follows it says nothing.
        case end
    }

    private enum State {
        /// Before the first boundary.
        case beginning
        /// After a boundary, whose line goes on, or which is the last.
        case boundary
        case head
        case content
        case ended
    }

    /// Bytes of the head of a part.
    static let mostHead = 8 << 10
    /// Blanks after a boundary (RFC 2046, section 5.1.1).
    private static let mostPadding = 64
    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
    private static let headEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    /// A line break, two hyphens, the boundary.
    private let delimiter: [UInt8]
    private var state = State.beginning
    /// What came and was not understood yet. The first boundary has no line break before it; one is put there.
    private var held: [UInt8] = MultipartParser.lineEnd

    /// - Parameter type: the header Content-Type.
    init(type: String) throws(MultipartFault) {
        guard let boundary = MultipartParser.boundary(type) else { throw .noBoundary }
        delimiter = MultipartParser.lineEnd + Array("--\(boundary)".utf8)
    }

    /// Whether a header Content-Type is that of a form with files.
    static func isMultipart(_ type: String) -> Bool {
        let word = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return word.lowercased() == "multipart/form-data"
    }

    /// The boundary that a header names: 1 to 70 of the characters of RFC 2046, section 5.1.1.
    private static func boundary(_ type: String) -> String? {
        var found: [String] = []
        for parameter in type.split(separator: ";").dropFirst() {
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].filter({ $0 != " " && $0 != "\t" }).lowercased() == "boundary" else {
                continue
            }
            var value = sides[1].drop { $0 == " " || $0 == "\t" }
            while let last = value.last, last == " " || last == "\t" { value.removeLast() }
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            found.append(String(value))
        }
        guard found.count == 1, let boundary = found.first, (1...70).contains(boundary.utf8.count),
            boundary.utf8.last != UInt8(ascii: " "), boundary.utf8.allSatisfy(isOfBoundary)
        else { return nil }
        return boundary
    }

    private static func isOfBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }

    /// Bytes that came; answers what they say.
    mutating func took(_ bytes: some Sequence<UInt8>) throws(MultipartFault) -> [Event] {
        guard state != .ended else { return [] }
        held += bytes
        var events: [Event] = []
        while let event = try step() { events += event }
        return events
    }

    /// No more bytes come.
    func ended() throws(MultipartFault) {
        guard state == .ended else { throw .cutOff }
    }

    /// One step on; nil where more bytes are needed.
    private mutating func step() throws(MultipartFault) -> [Event]? {
        switch state {
        case .beginning:
            let count = min(held.count, delimiter.count)
            guard held.prefix(count) == delimiter.prefix(count) else { throw .otherBeginning }
            guard count == delimiter.count else { return nil }
            held.removeFirst(count)
            state = .boundary
            return []
        case .boundary: return try boundaryLine()
        case .head: return try head()
        case .content: return content()
        case .ended: return nil
        }
    }

    private mutating func boundaryLine() throws(MultipartFault) -> [Event]? {
        guard held.count >= 2 else { return nil }
        if held.starts(with: "--".utf8) {
            state = .ended
            held = []
            return [.end]
        }
        let padding = held.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard padding <= MultipartParser.mostPadding else { throw .brokenBoundary }
        guard held.count >= padding + 2 else { return nil }
        guard held.dropFirst(padding).starts(with: MultipartParser.lineEnd) else { throw .brokenBoundary }
        held.removeFirst(padding + 2)
        state = .head
        return []
    }

    private mutating func head() throws(MultipartFault) -> [Event]? {
        guard let end = MultipartParser.place(of: MultipartParser.headEnd, in: held) else {
            guard held.count <= MultipartParser.mostHead else { throw .longHead }
            return nil
        }
        guard end <= MultipartParser.mostHead else { throw .longHead }
        let head = try PartHead(held.prefix(end))
        // The line break before the content may be that of a boundary: of an empty part.
        held.removeFirst(end + 2)
        state = .content
        isAtBeginning = true
        return [.part(head)]
    }

    /// Whether nothing was told yet of the content, so that the line break of its head is still held.
    private var isAtBeginning = false

    private mutating func content() -> [Event]? {
        if let end = MultipartParser.place(of: delimiter, in: held) {
            let content = Array(held[(isAtBeginning ? 2 : 0)..<max(end, isAtBeginning ? 2 : 0)])
            // An empty part ends at the line break of its head.
            held.removeFirst(end + delimiter.count)
            state = .boundary
            isAtBeginning = false
            return content.isEmpty ? [.endOfPart] : [.bytes(content), .endOfPart]
        }
        let sure = held.count - (delimiter.count - 1)
        guard sure > 2 else { return nil }
        let content = Array(held[(isAtBeginning ? 2 : 0)..<sure])
        held.removeFirst(sure)
        isAtBeginning = false
        return [.bytes(content)]
    }

    private static func place(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var at = 0
                let last = bytes.count - pattern.count
                search: while at <= last {
                    for offset in 0..<pattern.count where bytes[at + offset] != pattern[offset] {
                        at += 1
                        continue search
                    }
                    return at
                }
                return nil
            }
        }
    }
}
