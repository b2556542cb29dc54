import CanonicalJSON
import LineProtocol
import Testing

/// What docs/protocol.md says besides its transcripts, held to the code.
@Suite("The protocol page")
struct PageTests {
    @Test("it shows the server's table of verbs")
    func verbs() throws {
        #expect(try Page("docs/protocol.md").text.contains(Verb.table))
    }

    @Test("each verb has a section that begins with its argument line", arguments: Verb.allCases)
    func usage(_ verb: Verb) throws {
        let block = try Page("docs/protocol.md").blocks.first { $0.kind == "usage" && $0.heading == verb.rawValue }
        let usage = [verb.rawValue, verb.shape.usage].filter { !$0.isEmpty }.joined(separator: " ")
        #expect(block?.lines == [usage])
    }

    @Test("each verb has a transcript in its section that uses it", arguments: Verb.allCases)
    func transcript(_ verb: Verb) throws {
        let blocks = try Page("docs/protocol.md").blocks.filter {
            $0.kind == "transcript" && $0.heading == verb.rawValue
        }
        let requests = try blocks.flatMap { try Transcript($0).exchanges.flatMap(\.requests) }
        #expect(requests.contains { $0.split(separator: " ").dropFirst().first == Substring(verb.rawValue) })
    }

    @Test("it has no section for a verb that is none")
    func noMore() throws {
        let headings = try Page("docs/protocol.md").headings(3)
        #expect(headings.sorted() == Verb.allCases.map(\.rawValue).sorted())
    }

    @Test("its limits are the server's")
    func limits() throws {
        let rows = try Page("docs/protocol.md").table(under: "Limits")
        let printed = JSONObject(
            rows.compactMap { row in
                Int64(row[1]).map { JSONObject.Member(key: row[0], value: .integer($0)) }
            })
        #expect(printed == Limits().object)
    }

    @Test("what it says of retries is what errors.md says")
    func retries() throws {
        let table = try Page("docs/protocol.md").table(under: "Errors")
        #expect(table.map { $0[0] } == ["never", "same", "fresh", "after=ms"])
        for row in table { #expect(ErrorCode.page.contains(row[1])) }
    }

    @Test("the keys of SHOW are those of its transcript")
    func showKeys() throws {
        let page = try Page("docs/protocol.md")
        let keys = page.table(under: "SHOW").flatMap { $0[0].split(separator: ",").map { $0.drop { $0 == " " } } }
        let block = try #require(page.blocks.first { $0.kind == "transcript" && $0.heading == "SHOW" })
        let reply = try #require(try Transcript(block).exchanges.first?.replies.first)
        let object = try #require(try JSONValue.parse(Array(reply.dropFirst("1 OK ".count).utf8)).object)
        #expect(keys.map(String.init).sorted() == object.keys.sorted())
    }

    @Test("the kinds of events are the record's")
    func eventKinds() throws {
        let page = try Page("docs/protocol.md")
        let start = try #require(page.lines.firstIndex { $0.hasPrefix("Kinds of events of a proposal:") })
        let text = page.lines[start...].prefix { !$0.isEmpty }.joined(separator: " ")
        let listed = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter {
            $0.offset % 2 == 1
        }
        let source = try SourceTree.text("Sources/Proposals/Event/EventKind.swift").split(separator: "\n")
        let kinds = source.compactMap { line -> Substring? in
            let words = line.split(separator: " ")
            guard words.first == "case" else { return nil }
            return words.last?.filter { $0 != "\"" }[...]
        }
        #expect(listed.map { String($0.element) } == kinds.map(String.init))
    }

    @Test("folding a line and joining it again gives the line")
    func folding() throws {
        let long = "S: 1 OK " + String(repeating: "{\"a\":\"b c\", ,  d\",\"e\"},", count: 40)
        let folded = Transcript.folded(long)
        #expect(folded.count > 5 && folded.allSatisfy { $0.count <= Transcript.width })
        #expect(Transcript.unfolded(folded, from: 1).map(\.1) == [long])
        let unbreakable = String(repeating: "x", count: 500)
        #expect(Transcript.unfolded(Transcript.folded(unbreakable), from: 1).map(\.1) == [unbreakable])
    }

    @Test("what varies may vary, the same for the same, and nothing else")
    func standIns() {
        let digest = String(repeating: "a1", count: 32)
        let other = String(repeating: "b2", count: 32)
        var standIns = StandIns()
        func agree(_ page: String, _ server: String) -> Bool { standIns.agree(page, server) }
        #expect(agree("1 OK {\"digest\":\"\(digest)\"}", "1 OK {\"digest\":\"\(other)\"}"))
        #expect(agree("text \(digest)", "text \(other)"))
        #expect(!agree("text \(digest)", "text \(digest)"))
        #expect(!agree("text \(other)", "text \(other)"))
        #expect(standIns.sent("WATCH after=trial:7:\(digest.prefix(16))") == "WATCH after=trial:7:\(other.prefix(16))")
        #expect(agree("2026-01-01T00:00:00.000001Z", "2027-02-02T11:11:11.123456Z"))
        #expect(!agree("2026-01-01T00:00:00.000000Z", "2027-02-02T11:11:11.123456Z"))
        #expect(agree("TRIAL-2026-0001", "TRIAL-2027-0001"))
        #expect(standIns.sent("SHOW TRIAL-2026-0001") == "SHOW TRIAL-2027-0001")
        #expect(!agree("TRIAL-2026-0002", "TRIAL-2027-0003"))
        #expect(!agree("state drafted", "state circulated"))
        #expect(agree("{\"a\":1,…}", "{\"a\":1,\"b\":2}"))
        #expect(!agree("{\"a\":1,…}", "{\"a\":2,\"b\":2}"))
    }
}
