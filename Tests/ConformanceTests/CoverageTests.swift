import CanonicalJSON
import Foundation
import LineProtocol
import Testing

/// Whether the transcripts show all that there is to show.
@Suite("What the transcripts cover")
struct CoverageTests {
    /// What no transcript can show, the test that reaches it, and why.
    private struct Elsewhere {
        var file: String
        /// What the file says where it reaches it.
        var says: String
        var reason: String
    }

    private static let codes: [ErrorCode: Elsewhere] = [
        .busy: Elsewhere(
            file: "Tests/ConformanceTests/CodeTests.swift", says: "BUSY", reason: "a queue of 8192 writes must be full"),
        .storeUnavailable: Elsewhere(
            file: "Tests/ConformanceTests/CodeTests.swift", says: "STORE_UNAVAILABLE",
            reason: "the database must be out of reach"),
        .internal: Elsewhere(
            file: "Tests/ConformanceTests/CodeTests.swift", says: "INTERNAL",
            reason: "the database must refuse what the program writes"),
        .unsupported: Elsewhere(
            file: "Tests/ConformanceTests/CodeTests.swift", says: "UNSUPPORTED",
            reason: "this server handles every verb that the protocol has"),
        .cancelled: Elsewhere(
            file: "Tests/ConformanceTests/CancellationTests.swift", says: "CANCELLED",
            reason: "how far a read came when it is cancelled is chance"),
        .answerTooLong: Elsewhere(
            file: "Tests/LineServerTests/SocketWriteQueueTests.swift", says: "ANSWER_TOO_LONG",
            reason: "no answer of this service is that long"),
        .slowReader: Elsewhere(
            file: "Tests/LineServerTests/SlowReaderTests.swift", says: ".slowReader",
            reason: "the client must not read"),
        .tokenExpired: Elsewhere(
            file: "Tests/EndToEndTests/Sessions/CredentialTests.swift", says: ".tokenExpired",
            reason: "time must pass on the database's clock"),
    ]

    private static let limits: [String: Elsewhere] = [
        "unread_bytes": Elsewhere(
            file: "Tests/LineServerTests/SocketWriteQueueTests.swift", says: "exactly the limit may wait unread",
            reason: "the system's buffers hold an unknown part of what a client does not read"),
        "stall_ms": Elsewhere(
            file: "Tests/LineServerTests/SocketWriteQueueTests.swift", says: "isStalled",
            reason: "the client must not read"),
        "reply_bytes": Elsewhere(
            file: "Tests/LineServerTests/SlowReaderTests.swift",
            says: "no line is longer than a client must expect", reason: "no answer of this service is that long"),
        "connections_of_address": Elsewhere(
            file: "Tests/LineServerTests/ShutdownTests.swift", says: "one connection too many from one address",
            reason: "this machine's own address is not counted"),
    ]

    private func check(_ place: Elsewhere, _ name: String) throws {
        let text = try String(contentsOfFile: SourceFile.repository(place.file), encoding: .utf8)
        #expect(text.contains(place.says), "\(place.file) does not reach \(name)")
        #expect(!place.reason.isEmpty)
    }

    @Test("there are 300 of them at least, 200 of which can be sent again in pieces")
    func count() throws {
        let all = try Transcript.all()
        #expect(all.count >= 300)
        #expect(all.count { SplitTests.isRecording($0) } >= 200)
    }

    @Test("every error code is reached")
    func everyCode() throws {
        let seen = try Transcript.all().reduce(into: Set<String>()) { $0.formUnion($1.codes) }
        for code in ErrorCode.allCases {
            if let place = Self.codes[code] {
                try check(place, code.rawValue)
                #expect(!seen.contains(code.rawValue), "\(code) is in a transcript, and need not be listed")
            } else {
                #expect(seen.contains(code.rawValue), "no transcript reaches \(code)")
            }
        }
        for name in seen where name != "*" && name != "{absent}" {
            #expect(ErrorCode(rawValue: name) != nil, "there is no code \(name)")
        }
    }

    @Test("every limit of HELLO is reached, below, at and above it")
    func everyLimit() throws {
        let names = try Transcript.all().map(\.name)
        for limit in Limits().object.keys {
            if let place = Self.limits[limit] {
                try check(place, limit)
            } else {
                #expect(
                    names.contains { $0.hasPrefix("limits/\(limit)") }, "no transcript under limits/ is of \(limit)")
            }
        }
    }

    @Test("every verb is sent, well and badly formed")
    func everyVerb() throws {
        let all = try Transcript.all()
        for verb in Verb.allCases {
            #expect(all.contains { $0.name == "form/\(verb.rawValue.lowercased())" }, "form/ lacks \(verb)")
            #expect(
                all.contains { !$0.name.hasPrefix("form/") && $0.verbs.contains(verb.rawValue) }, "\(verb) is not sent")
        }
    }

    @Test("every requirement that a lifecycle can name is refused somewhere")
    func everyRequirement() throws {
        let names = Set(try Transcript.all().map(\.name))
        let page = try String(contentsOfFile: SourceFile.repository("docs/lifecycle.md"), encoding: .utf8)
        let vocabulary = try #require(page.split(separator: "This is the whole vocabulary.").last)
            .split(separator: "### What looks alike")[0]
        let requirements = vocabulary.matches(of: #/\n\| `([a-z-]+)` \|/#).map { String($0.1) }
        #expect(requirements.count > 20)
        for requirement in requirements { #expect(names.contains("requirements/\(requirement)"), "\(requirement)") }
    }

    @Test("every transcript says which rule it shows and where that stands")
    func everyRule() throws {
        for transcript in try Transcript.all() {
            let comment = transcript.comments.first ?? ""
            guard let match = comment.firstMatch(of: #/ (docs/[a-z]+\.md)#([a-z-]+)$/#) else {
                Issue.record(
                    "\(transcript.name).txt does not begin with a rule and its place: # Rule. docs/page.md#heading")
                continue
            }
            let page = try String(contentsOfFile: SourceFile.repository(String(match.1)), encoding: .utf8)
            let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" || $0 == " " }.lowercased().filter {
                    $0.isLetter || $0.isNumber || " -".contains($0)
                }
                .replacing(" ", with: "-")
            }
            #expect(headings.contains(String(match.2)), "\(transcript.name).txt: \(match.1) has no heading \(match.2)")
        }
    }

    @Test("a transcript whose expectation is wrong fails with its line and both texts")
    func wrongExpectation() async throws {
        let wrong = [
            ("# x\nC: 1 PING\nS: 1 OK {\"now\":7}\n", "made-up.txt:3: now is "),
            ("# x\nC: 1 PING\nS: 1 ERR BUSY never none\n", "made-up.txt:3: it has 2 words"),
            ("# x\nC: 1 PING\nS: 1 OK {absent}\n", "made-up.txt:3: it has an object"),
            ("# x\nC: 1 PING\nS: 1 OK\nS: 1 OK\n", "made-up.txt:4: no such line came"),
            ("# x\nC: 1 PING\n", "was answered more than is printed"),
            ("# x\nC: 1 PING {nowhere}\nS: 1 OK\n", "made-up.txt:2: {nowhere} stands for nothing yet"),
        ]
        try await ConformanceServer.with { server in
            for (text, words) in wrong {
                let transcript = try Transcript(name: "made-up", text: text)
                do {
                    try await Player(server, transcript).play()
                    Issue.record("\(text) was taken for right")
                } catch {
                    #expect("\(error)".contains(words), "\(error)")
                    if words.contains(":3:") {
                        #expect(
                            "\(error)".contains("expected: 1 ") && "\(error)".contains("received: 1 OK {\"now\":\""))
                    }
                }
            }
        }
    }
}
