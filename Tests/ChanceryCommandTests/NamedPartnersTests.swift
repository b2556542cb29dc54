import CanonicalJSON
import LineProtocol
import TestSupport
import Testing

@testable import Terminal

/// Partners are found by what people call them wherever text is written; the record keeps ids.
@Suite struct NamedPartnersTests {
    private func run(
        _ words: [String], script: @escaping FakePeer.Script = Scripts.agreeable
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "CHANCERY_SCHEMA": Repository.path("schema"),
            ])
            return (console, await console.run(words), peer.requests)
        }
    }

    private func fields(_ text: String) throws -> JSONValue { .object(try JSONObject(json: text)) }

    @Test(arguments: [
        ("organisers=Finland", #"{"organisers":[{"partner":"FI"}]}"#),
        ("organisers=fi", #"{"organisers":[{"partner":"FI"}]}"#),
        ("organisers=JP,FI", #"{"organisers":[{"partner":"JP"},{"partner":"FI"}]}"#),
        ("organisers=Finland and Viet Nam", #"{"organisers":[{"partner":"FI"},{"partner":"VN"}]}"#),
        ("organisers=Korea, Republic of, japan", #"{"organisers":[{"partner":"KR"},{"partner":"JP"}]}"#),
        ("organisers=Japan (MOFA)", #"{"organisers":[{"body":"MOFA","partner":"JP"}]}"#),
        (#"organisers=[{"partner":"finland","body":"MFA"}]"#, #"{"organisers":[{"body":"MFA","partner":"FI"}]}"#),
        ("co_sponsors=Finland,holland", #"{"co_sponsors":["FI","NL"]}"#),
        (#"co_sponsors=["Finland","nl"]"#, #"{"co_sponsors":["FI","NL"]}"#),
    ])
    func aFieldTakesNames(_ field: String, _ sent: String) async throws {
        for command in [["draft", "--field", "title=x"], ["revise", "R"]] {
            let (console, status, requests) = try await run(command + ["--field", field])
            #expect(status == .done, "\(console.err)")
            var object = requests.last?.object ?? [:]
            object["title"] = nil
            #expect(JSONValue.object(object) == (try fields(sent)))
        }
    }

    @Test func whatIsNoPartnerIsTold() async throws {
        for (field, says) in [
            ("organisers=Finlandd", "did you mean Finland (FI)?"), ("co_sponsors=Atlantis", "chancery partners lists"),
            (#"organisers=[{"partner":"Atlantis"}]"#, "there is no partner \"Atlantis\" in asem"),
            ("organisers=Atlantis", "another organiser is written as {\"organisation\": …}"),
        ] {
            let (console, status, sent) = try await run(["draft", "--field", "title=x", "--field", field])
            #expect(status == .usage && console.err.contains(says), "\(console.err)")
            #expect(sent.allSatisfy { !$0.isWrite })
        }
    }

    @Test func aFileTakesNames() async throws {
        let file = try TestRoot.freePath("named") + ".yaml"
        let text = """
            title: x
            partner: viet nam
            organisers:
              - Finland
              - {partner: holland, body: MFA}
            co_sponsors: [Japan, "fi"]
            """
        try LocalFile.writeShared(text, to: file)
        defer { LocalFile.remove(file) }
        let (console, status, sent) = try await run(["draft", file])
        #expect(status == .done, "\(console.err)")
        let wanted = try fields(
            #"{"co_sponsors":["JP","FI"],"organisers":[{"partner":"FI"},{"body":"MFA","partner":"NL"}],"partner":"VN","title":"x"}"#
        )
        #expect(sent.last?.object.map { .object($0) } == wanted, "\(sent.last?.text ?? "")")

        try LocalFile.writeShared("title: x\norganisers:\n  - Finland\n  - Atlantis\nco_sponsors: Atlantys\n", to: file)
        let (wrong, refused, nothing) = try await run(["draft", file])
        // What is in a file is content.
        #expect(refused == .refused && nothing.allSatisfy { !$0.isWrite })
        let says = "\(file):4: organisers names no partner: there is no partner \"Atlantis\""
        #expect(wrong.err.contains(says), "\(wrong.err)")
        #expect(wrong.err.contains("\(file):5: co_sponsors names no partner"), "\(wrong.err)")
    }

    @Test(arguments: [
        (
            ["account", "create", "--role", "proposer", "--partner", "viet nam"],
            #"{"appointments":[{"partner":"VN","role":"proposer"}]}"#
        ),
        (
            ["account", "appoint", "asem/x", "--role", "proposer", "--partner", "Holland"],
            #"{"partner":"NL","role":"proposer"}"#
        ),
        (
            ["contact", "set", "partner", "finland", "--partner", "Finland", "--name", "N", "--from", "2026-03-01"],
            #"{"about":"FI","from":"2026-03-01","name":"N","partner":"FI","subject":"partner"}"#
        ),
    ])
    func theRegistryTakesNames(_ words: [String], _ object: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .done, "\(console.err)")
        #expect(sent.last?.object.map { .object($0) } == (try fields(object)))
    }

    @Test(arguments: [
        ("contact-point of Sweden", "SE"), ("contact-point of viet nam", "VN"), ("som-leader of JP", "JP"),
        ("regional-coordinator of ASEAN", "ASEAN"), ("regional-coordinator of NESA", "NESA"),
    ])
    func anOfficeOfThePast(_ office: String, _ of: String) async throws {
        let past = ["--decided-by", office, "--decided-from", "Minute 3", "--decided-digest", "ab"]
        for command in [["note", "R", "x"], ["advance", "R", "confirm"], ["draft", "--field", "title=x"]] {
            let (console, status, sent) = try await run(command + past)
            #expect(status == .done, "\(console.err)")
            #expect(sent.last?.object?["decided_by"]?["of"]?.string == of)
        }
    }
}
