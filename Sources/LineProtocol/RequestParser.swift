import CanonicalJSON
package import NIOCore

extension Request {
    /// Reads one line, its end removed.
    package static func parse(_ line: ByteBuffer) throws(RequestFault) -> Request {
        try parse(Array(line.readableBytesView))
    }

    /// Reads one line, its end removed.
    package static func parse(_ line: [UInt8]) throws(RequestFault) -> Request {
        try RequestParser(line: line).request()
    }
}

/// A strict reader of one request line. It never traps: any bytes end in a request or a fault.
struct RequestParser {
    private let line: [UInt8]

    init(line: [UInt8]) {
        self.line = line
    }

    func request() throws(RequestFault) -> Request {
        try checkText()
        let words = words()
        guard let first = words.atoms.first, let tag = RequestTag(bytes: line[first]) else {
            throw .frame(Failure(.noTag, line.isEmpty ? "the line is empty" : "the line does not begin with a tag"))
        }
        let verb: Verb
        do throws(Failure) {
            verb = try self.verb(words)
        } catch {
            throw .request(tag, nil, error)
        }
        do throws(Failure) {
            var filler = RequestFiller(Request(tag: tag, verb: verb))
            for range in words.atoms.dropFirst(2) { try filler.take(String(decoding: line[range], as: UTF8.self)) }
            return try filler.finish(object: words.object.map { Array(line[$0...]) })
        } catch {
            throw .request(tag, verb, error)
        }
    }

    /// Refuses raw control characters and text that is not UTF-8.
    private func checkText() throws(RequestFault) {
        var isASCII = true
        for (offset, byte) in line.enumerated() {
            if byte < 0x20 {
                throw .frame(
                    Failure(
                        .controlCharacter, "the control character U+00\(hex(byte)) is at byte \(offset)",
                        details: ["offset": .integer(Int64(offset))]))
            }
            if byte >= 0x80 { isASCII = false }
        }
        if !isASCII, String(validating: line, as: UTF8.self) == nil {
            throw .frame(Failure(.invalidUTF8, "the line is not valid UTF-8"))
        }
    }

    private func hex(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// The ranges between single spaces, up to the object: it begins with the first `{` that follows a space.
    private func words() -> (atoms: [Range<Int>], object: Int?) {
        var atoms: [Range<Int>] = []
        var start = 0
        for index in line.indices {
            if line[index] == UInt8(ascii: "{"), index == start, index > 0 { return (atoms, index) }
            if line[index] == UInt8(ascii: " ") {
                atoms.append(start..<index)
                start = index + 1
            }
        }
        atoms.append(start..<line.count)
        return (atoms, nil)
    }

    private func verb(_ words: (atoms: [Range<Int>], object: Int?)) throws(Failure) -> Verb {
        guard words.atoms.count > 1 else { throw Failure(.unknownVerb, "a verb must follow the tag") }
        let text = String(decoding: line[words.atoms[1]].prefix(32), as: UTF8.self)
        guard let verb = Verb(rawValue: text), line[words.atoms[1]].count <= 32 else {
            if let meant = Verb(rawValue: text.uppercased()) {
                throw Failure(.unknownVerb, "the verb \(text) is not known", advice: "Write it as \(meant).")
            }
            if text.isEmpty { throw Failure(.unknownVerb, "a verb must follow the tag after exactly one space") }
            throw Failure(.unknownVerb, "the verb \(text) is not known", details: ["verb": .string(text)])
        }
        return verb
    }
}
