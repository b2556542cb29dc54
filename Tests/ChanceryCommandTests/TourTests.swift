import CanonicalJSON
import LineProtocol
import Testing

@testable import ClientCommands
@testable import Terminal

/// The tour of the real forum against a peer that agrees to all but what the script says is refused.
@Suite struct TourTests {
    private static let script: FakePeer.Script = { request in
        if ["c1", "confirm1", "confirm2", "bless1", "report1"].contains(request.tag.text) {
            return .refused((try? Samples.refusal()) ?? Failure(.refused, "no"))
        }
        if request.verb == .token { return .ok(["token": "chy_0123456789abcdef"]) }
        return Scripts.agreeable(request)
    }

    private func play(
        _ arguments: [String] = [], script: @escaping FakePeer.Script = TourTests.script
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            let status = await console.run(["tour", Repository.path("schema/forums/asem")] + arguments)
            return (console, status, peer.requests)
        }
    }

    @Test func everyLineIsMarkedAndNoneIsLeftOut() async throws {
        let (console, status, sent) = try await play()
        #expect(status == .done, "\(console.err)")
        #expect(console.lines.allSatisfy { $0 == "TRIAL" || $0.hasPrefix("TRIAL  ") })
        #expect(!console.out.contains("chy_0123") && console.out.contains("\"token\":\"chy_…\""))
        // A line for each request that the script makes by itself, and for each its end.
        let played = sent.filter { $0.verb != .partner && $0.verb != .forum }
        let positions = played.filter { $0.verb == .position }
        #expect(positions.count == 54)
        for position in positions {
            let partner = position.object?["partner"]?.string ?? ""
            let lead = "TRIAL  speaker > \(position.tag.text) POSITION "
            #expect(console.lines.contains { $0.hasPrefix(lead) && $0.contains("\"partner\":\"\(partner)\"") })
            #expect(console.lines.contains { $0.hasPrefix("TRIAL  speaker < \(position.tag.text) OK ") })
        }
        // Answers that say the same again say so.
        #expect(console.lines.contains("TRIAL  speaker < p2 OK {…}"))
        #expect(
            console.lines.contains {
                $0.contains("{\"partner\":\"AT\",\"role\":\"contact-point\"}, … 51 more like it …, ")
            })
        #expect(console.lines.allSatisfy { $0.utf8.count < 4000 })
    }

    @Test func whatWasMadeUpAndWhyItWasRefusedIsTold() async throws {
        let (console, _, _) = try await play()
        #expect(
            console.lines.contains(
                "TRIAL  Fields that the record does not have, which had to be made up for the trial: goals, rationale, "
                    + "prime_actors, cost, finance, mutual_benefit, contribution, expected_partners."))
        #expect(console.lines.contains { $0.hasPrefix("TRIAL  A real initiative: ASEM Manila Conference") })
        #expect(
            console.lines.contains { $0.hasPrefix("TRIAL      refused: \"confirm consensus\" is not possible yet") })
        #expect(console.lines.filter { $0.contains("can be met by: contact-point BE, vacant since") }.count == 5)
        #expect(console.lines.contains { $0.contains("TRIAL      Circulated · ") || $0.contains("Drafted") })
        #expect(console.lines.filter { $0.contains("{{") }.isEmpty)
    }

    @Test func wholeLinesOnDemand() async throws {
        let (console, status, _) = try await play(["--whole"])
        #expect(status == .done)
        #expect(console.lines.filter { $0.contains("more like it") || $0.contains("{…") }.isEmpty)
        let account = console.lines.first { $0.contains("\"account\":\"speaker\"") }
        #expect(account?.split(separator: "{").count == 55)
    }

    /// What must be refused and is not ends the tour, and what must succeed and does not.
    @Test func aServerThatAgreesToEverything() async throws {
        let (console, status, _) = try await play(script: { request in
            request.verb == .token ? .ok(["token": "x"]) : Scripts.agreeable(request)
        })
        #expect(status == .refused)
        #expect(console.err.hasPrefix("chancery: the server did not refuse: c1 ADVANCE "))
        let (refused, other, _) = try await play(script: { request in
            request.verb == .draft ? .refused(Failure(.busy, "full", retry: .never)) : Self.script(request)
        })
        #expect(other == .refused && refused.err.hasPrefix("chancery: BUSY: full"))
    }

    @Test func linesAreShortenedOnlyWhereTheyRepeat() throws {
        let same = "a DRAFT f {\"z\":1, \"a\":[1,2,3,4,5,6]}"
        #expect(WireText.short(same) == same)
        #expect(
            WireText.short("a OK {\"l\":[1,2,3,4,5,6,7],\"m\":\"x\"}")
                == "a OK {\"l\":[1, … 5 more like it …, 7],\"m\":\"x\"}")
        let first = try JSONObject(json: "{\"state\":\"s\",\"version\":1}")
        #expect(WireText.short("b OK {\"state\":\"s\",\"version\":2}", like: first) == "b OK {…,\"version\":2}")
        #expect(WireText.short("b OK {\"other\":2}", like: first) == "b OK {\"other\":2}")
        #expect(WireText.short("b OK", like: first) == "b OK")
        #expect(WireText.masked("OK {\"token\":\"chy_secret\"}\u{1B}") == "OK {\"token\":\"chy_…\"}\u{FFFD}")
    }

    @Test(arguments: ["nonsense", "admin ? a PING", "account x", "account x {", "speaker > "])
    func aScriptThatIsNotUnderstood(_ line: String) throws {
        do {
            _ = try TourScript("# a comment\n\n\(line)\n", file: "tour.txt")
            Issue.record("taken: \(line)")
        } catch let failure as CommandFailure {
            #expect(failure == .notDone(["tour.txt:3: this line is not valid"]))
        }
    }
}
