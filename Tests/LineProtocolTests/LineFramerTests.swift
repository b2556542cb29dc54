import NIOCore
import TestRandom
import Testing

@testable import LineProtocol

@Suite("Framing")
struct LineFramerTests {
    private func lines(_ chunks: [String], limit: Int) throws -> [String] {
        var framer = LineFramer(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            framer.append(ByteBuffer(string: chunk))
            while let line = try framer.next() { lines.append(String(buffer: line)) }
        }
        return lines
    }

    @Test("lines end in LF or CR LF, wherever the stream is cut")
    func cuts() throws {
        let text = "one\ntwo\r\n\n\r\nth\rree\r\r\nrest"
        let expected = ["one", "two", "", "", "th\rree\r"]
        #expect(try lines([text], limit: 10) == expected)
        #expect(try lines(text.unicodeScalars.map { String($0) }, limit: 10) == expected)
        for cut in 0...text.utf8.count {
            let head = String(decoding: text.utf8.prefix(cut), as: UTF8.self)
            let tail = String(decoding: text.utf8.dropFirst(cut), as: UTF8.self)
            #expect(try lines([head, tail], limit: 10) == expected, "cut at \(cut)")
        }
    }

    @Test("a line of N bytes passes, one of N+1 does not, with LF and with CR LF, whole and in bytes")
    func limit() throws {
        for end in ["\n", "\r\n"] {
            for length in [8, 9] {
                let text = String(repeating: "x", count: length) + end
                for chunks in [[text], text.unicodeScalars.map { String($0) }] {
                    if length == 8 {
                        #expect(try lines(chunks, limit: 8) == ["xxxxxxxx"])
                    } else {
                        #expect(throws: LineFramer.TooLong.self) { try lines(chunks, limit: 8) }
                    }
                }
            }
        }
    }

    @Test("an unfinished line is refused as soon as it is over the limit")
    func unfinished() throws {
        #expect(try lines(["xxxxxxxx"], limit: 8) == [])
        #expect(try lines(["xxxxxxxx\r"], limit: 8) == [])
        #expect(throws: LineFramer.TooLong.self) { try lines(["xxxxxxxxx"], limit: 8) }
        #expect(throws: LineFramer.TooLong.self) { try lines(["xxxxxxxx\rx"], limit: 8) }
        #expect(throws: LineFramer.TooLong.self) { try lines(["xxxxxxxx\r", "\r"], limit: 8) }
        #expect(throws: LineFramer.TooLong.self) { try lines(["xxxxxxxxx\n"], limit: 8) }
    }

    @Test("the limit may be raised between two lines")
    func raised() throws {
        var framer = LineFramer(limit: 2)
        framer.append(ByteBuffer(string: "ab\nabcd\nabcde\n"))
        #expect(try framer.next().map { String(buffer: $0) } == "ab")
        framer.limit = 4
        #expect(try framer.next().map { String(buffer: $0) } == "abcd")
        #expect(throws: LineFramer.TooLong.self) { try framer.next() }
    }

    @Test("any stream, cut anywhere, gives the lines that a simple split gives")
    func random() throws {
        var generator = SeededRandom(seed: 11)
        let alphabet: [UInt8] = [UInt8(ascii: "a"), UInt8(ascii: "b"), 13, 10, 0xC3]
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            var expected: [[UInt8]] = bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast().map {
                Array($0.last == 13 ? $0.dropLast() : $0)
            }
            let isOver = expected.firstIndex { $0.count > 12 }
            if let isOver { expected.removeSubrange(isOver...) }
            var framer = LineFramer(limit: 12)
            var found: [[UInt8]] = []
            var rest = bytes[...]
            var failed = false
            while !rest.isEmpty, !failed {
                let count = Int.random(in: 1...rest.count, using: &generator)
                framer.append(ByteBuffer(bytes: rest.prefix(count)))
                rest = rest.dropFirst(count)
                do {
                    while let line = try framer.next() { found.append(Array(line.readableBytesView)) }
                } catch {
                    failed = true
                }
            }
            #expect(found == expected)
            if isOver != nil { #expect(failed) }
        }
    }
}
