import CanonicalJSON
import NIOCore
import Testing

@testable import LineProtocol

@Suite("Reply lines")
struct ReplyTests {
    static let replies: [(String, Reply)] = {
        guard let tag = RequestTag("a.1") else { return [] }
        let failure = Failure(
            codeText: "BUSY", retry: .after(milliseconds: 200), effect: .none, object: ["message": "full"])
        return [
            (#"a.1 ROW {"x":1}"#, .row(tag, ["x": 1])), (#"a.1 EVT {"cursor":"c"}"#, .event(tag, ["cursor": "c"])),
            ("a.1 OK", .ok(tag, nil)), ("a.1 OK {}", .ok(tag, [:])), (#"a.1 OK {"a":"{ }"}"#, .ok(tag, ["a": "{ }"])),
            (#"a.1 ERR BUSY after=200 none {"message":"full"}"#, .error(tag, failure)),
            (#"* HELLO {"protocol":1}"#, .hello(["protocol": 1])), ("* PING", .ping(nil)),
            (#"* BYE {"code":"NO_TAG"}"#, .bye(["code": "NO_TAG"])),
        ]
    }()

    @Test("each kind is written and read back", arguments: replies)
    func roundTrip(line: String, reply: Reply) throws {
        #expect(reply.line == line)
        #expect(try Reply.parse(Array(line.utf8)) == reply)
    }

    @Test("a client that has no use for objects reads refusals and notices alone", arguments: replies)
    func withoutObjects(line: String, reply: Reply) throws {
        let read = try Reply.parse(Array(line.utf8), readsObjects: false)
        switch reply {
        case .row(let tag, _): #expect(read == .row(tag, [:]))
        case .event(let tag, _): #expect(read == .event(tag, [:]))
        case .ok(let tag, let object): #expect(read == .ok(tag, object.map { _ in [:] }))
        case .error, .hello, .ping, .bye: #expect(read == reply)
        }
    }

    @Test(
        "what is no reply is a fault",
        arguments: [
            "", "a", "a OKAY", "a OK x", "a ROW", "a EVT", "* WHAT", "* PING x", "a ERR X never none x",
            "a ERR X never", "a ERR X sometimes none", "a ERR X never maybe", "a ERR  never none", "a OK{}", "a ROW {",
            "a ERR X after=-1 none", "é OK", "{}", "* HELLO []",
        ])
    func faults(line: String) {
        #expect(throws: ReplyFault.self) { try Reply.parse(Array(line.utf8)) }
    }

    @Test("an unknown code is kept as text")
    func unknownCode() throws {
        guard case .error(_, let failure) = try Reply.parse(Array("1 ERR NEW_ONE fresh applied".utf8)) else {
            Issue.record("not an ERR")
            return
        }
        #expect(failure.code == nil && failure.codeText == "NEW_ONE" && failure.effect == .applied)
    }

    @Test("text with line breaks stays on one line")
    func lineBreaks() throws {
        let tag = try #require(RequestTag("1"))
        let reply = Reply.row(tag, ["text": "a\nb\r\n1 OK {}\u{2028}"])
        var buffer = ByteBuffer()
        reply.encode(into: &buffer)
        #expect(buffer.readableBytesView.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try Reply.parse(Array(buffer.readableBytesView.dropLast())) == reply)
    }
}
