import CanonicalJSON
import Testing

@testable import LineProtocol

@Suite("Request lines")
struct RequestParserTests {
    private func tag(_ text: String) throws -> RequestTag { try #require(RequestTag(text)) }

    @Test("a request is tag, verb, arguments in any order, and an object")
    func whole() throws {
        let line = #"d.1_-A POSITION key=k1 ASEM-2026-0001 if=7 reservation {"partner":"nl","reason":"cost = {high}"}"#
        let request = try Request.parse(Array(line.utf8))
        #expect(
            request
                == Request(
                    tag: try tag("d.1_-A"), verb: .position, arguments: ["ASEM-2026-0001", "reservation"], key: "k1",
                    expectedVersion: 7, object: ["partner": "nl", "reason": "cost = {high}"]))
        #expect(request.argument("ref") == "ASEM-2026-0001")
        #expect(request.argument("stance") == "reservation")
        #expect(request.argument("forum") == nil)
        #expect(request.isWrite)
    }

    @Test("an optional argument may be left out, an option is kept by its name")
    func optional() throws {
        let why = try Request.parse(Array("1 WHY ASEM-2026-0001".utf8))
        #expect(why.argument("transition") == nil)
        let list = try Request.parse(Array("1 LIST asem state=circulated limit=50".utf8))
        #expect(list.options == ["state": "circulated", "limit": "50"])
        #expect(list.integer("limit") == 50)
        #expect(!list.isWrite)
    }

    @Test("a verb that shows or sets writes only with an object")
    func writeWithObject() throws {
        #expect(try !Request.parse(Array("1 MEETING asem som-1".utf8)).isWrite)
        #expect(try Request.parse(Array("1 MEETING asem som-1 {}".utf8)).isWrite)
    }

    @Test(
        "broken framing closes the connection",
        arguments: [
            ("", .noTag), (" PING", .noTag), ("* PING", .noTag), ("Host: localhost", .noTag),
            (#"{"verb":"PING"}"#, .noTag), (String(repeating: "t", count: 33) + " PING", .noTag), ("é PING", .noTag),
            ("1 PING\t", .controlCharacter), ("1 \u{0}PING", .controlCharacter), ("1\rPING", .controlCharacter),
            ("1 NOTE r {\"text\":\"a\u{1B}[2J\"}", .controlCharacter), ("1\u{1F}", .controlCharacter),
        ] as [(String, ErrorCode)])
    func frames(line: String, code: ErrorCode) {
        #expect(verdict(line) == .frame(code))
    }

    @Test(
        "text that is not UTF-8 closes the connection",
        arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let line = Array("1 NOTE r {\"text\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(verdict(line) == .frame(.invalidUTF8))
    }

    @Test(
        "everything else is answered and the connection goes on",
        arguments: [
            ("1", .unknownVerb), ("1 ", .unknownVerb), ("1  PING", .unknownVerb), ("1 ping", .unknownVerb),
            ("GET / HTTP/1.1", .unknownVerb), ("1 PINGG", .unknownVerb), (#"1 {"a":1}"#, .unknownVerb),
            ("1 PING \u{7F}", .extraArgument), ("1 SHOW \u{7F}", .badArgument), ("1 SHOW é", .badArgument),
            ("1 SHOW a\\b", .badArgument), ("1 SHOW a\"b", .badArgument), ("1 SHOW a}b", .badArgument),
            ("1 SHOW  r", .badArgument), ("1 SHOW r ", .badArgument), ("1 SHOW", .missingArgument),
            ("1 SHOW r s", .extraArgument), ("1 PING x", .extraArgument), ("1 PING x=1", .extraArgument),
            ("1 SHOW r key=1", .extraArgument), ("1 SHOW r {}", .extraArgument), ("1 AUTH", .missingArgument),
            ("1 DRAFT asem", .missingArgument), ("1 DRAFT {}", .missingArgument), ("1 ACK r if=", .badArgument),
            ("1 ACK r if=-1", .badArgument), ("1 ACK r if=01", .badArgument), ("1 ACK r if=+1", .badArgument),
            ("1 ACK r if=9007199254740993", .badArgument), ("1 ACK r if=1 if=1", .badArgument),
            ("1 ACK r key=a key=a", .badArgument), ("1 ACK r key=", .badArgument), ("1 ACK r =a", .extraArgument),
            ("1 ACK r key=a=b", .badArgument), ("1 POSITION r maybe", .badArgument), ("1 LIST f limit=0", .badArgument),
            ("1 LIST f limit=1001", .badArgument), ("1 LIST f state=a state=b", .badArgument),
            ("1 LIST f colour=red", .extraArgument), ("1 REPLAY r", .missingArgument),
            ("1 REPLAY r version=1 at=2026-01-01", .extraArgument), ("1 REPLAY r version=x", .badArgument),
            ("1 DRAFT asem {", .badJSON), ("1 DRAFT asem {} x", .badJSON), ("1 DRAFT asem {}{}", .badJSON),
            (#"1 DRAFT asem {"a":1,"a":2}"#, .badJSON), (#"1 DRAFT asem {"a":1.5}"#, .badJSON),
            (#"1 DRAFT asem {"a":"\ud800"}"#, .badJSON), (#"1 DRAFT asem {"a":"\u0000"}"#, .badJSON),
            (#"1 DRAFT asem {"a":9007199254740993}"#, .badJSON), ("1 DRAFT asem {'a':1}", .badJSON),
        ] as [(String, ErrorCode)])
    func errors(line: String, code: ErrorCode) {
        #expect(verdict(line) == .error(line.hasPrefix("GET") ? "GET" : "1", code))
        let failure = failure(line)
        #expect(failure?.message.isEmpty == false && failure?.advice.isEmpty == false)
    }

    @Test("JSON of depth 16 is read, of depth 17 refused")
    func depth() {
        func line(_ depth: Int) -> String {
            "1 DRAFT asem " + String(repeating: #"{"a":"#, count: depth - 1) + "{}"
                + String(repeating: "}", count: depth - 1)
        }
        guard case .request = verdict(line(16)) else {
            Issue.record("depth 16 was refused")
            return
        }
        #expect(verdict(line(17)) == .error("1", .badJSON))
    }

    @Test("a tag has 32 bytes and not 33, an argument 512 and not 513, a key 128 and not 129")
    func lengths() {
        func text(_ count: Int) -> String { String(repeating: "a", count: count) }
        #expect(verdict("\(text(32)) SHOW") == .error(text(32), .missingArgument))
        #expect(verdict("\(text(33)) SHOW") == .frame(.noTag))
        #expect(failure("1 SHOW \(text(512))") == nil)
        #expect(verdict("1 SHOW \(text(513))") == .error("1", .badArgument))
        #expect(failure("1 WATCH after=\(text(512))") == nil)
        #expect(verdict("1 WATCH after=\(text(513))") == .error("1", .badArgument))
        #expect(failure("1 ACK r key=\(text(128))") == nil)
        #expect(verdict("1 ACK r key=\(text(129))") == .error("1", .badArgument))
    }

    @Test("every byte of an argument is allowed or refused as the grammar says")
    func atomBytes() {
        for byte in UInt8(0x21)...0x7E {
            let character = Character(UnicodeScalar(byte))
            let isAllowed = !"\"=\\{}".contains(character)
            #expect((failure("1 SHOW x\(character)y") == nil) == isAllowed, "\(character)")
        }
    }

    @Test("a request's line reads back as the request")
    func roundTrip() throws {
        let lines = [
            "1 PING", #"2 AUTH {"token":"t"}"#, "3 LIST asem from=2020 state=circulated to=2021",
            #"4 ADVANCE r bless key=k if=3 {"meeting":"som-1"}"#, "5 REPLAY r at=2026-01-01T00:00:00Z",
            "6 WATCH after=asem:12:abcdef",
        ]
        for line in lines {
            let request = try Request.parse(Array(line.utf8))
            #expect(request.line == line)
        }
    }

    @Test("the body that a key stands for leaves out tag, key and if=")
    func canonicalBody() throws {
        func body(_ line: String) throws -> [UInt8] { try Request.parse(Array(line.utf8)).canonicalBody }
        let first = try body(#"1 ADVANCE r report key=a if=3 {"b":1,"a":2}"#)
        #expect(try body(#"2 ADVANCE r report if=4 key=b { "a":2, "b":1 }"#) == first)
        #expect(try body(#"1 ADVANCE r report key=a if=3 {"b":1,"a":3}"#) != first)
        #expect(try body(#"1 ADVANCE r report key=a if=3"#) != first)
        #expect(try body(#"1 ADVANCE s report key=a if=3 {"b":1,"a":2}"#) != first)
    }
}
