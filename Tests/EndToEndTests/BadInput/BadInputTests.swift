import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// Bad input gets one clear error and changes nothing.
@Suite struct BadInputTests {
    @Test func eachWrongRequestEndsInOneError() async throws {
        try await World.with { world in
            let scene = try await Scene.make(world)
            let before = try await (world.length("mini"), world.length("asem"), world.length("server"))
            let versions = try await scene.versions()
            for wrong in Wrong.forms + Wrong.acts {
                let replies = try await scene.replies(to: "x1 " + wrong.line, as: wrong.slug)
                guard replies.count == 1, case .error(let tag, let failure)? = replies.first else {
                    Issue.record("\(wrong): \(replies.map(\.line))")
                    continue
                }
                let text = JSONValue.object(failure.object).canonicalText
                #expect(tag.text == "x1")
                #expect(failure.code == wrong.code, "\(wrong): \(failure)")
                #expect(text.contains(wrong.names), "\(wrong): \(text)")
                #expect(!failure.message.isEmpty && !failure.advice.isEmpty)
                #expect(failure.effect == .none, "\(wrong)")
                if failure.code == .refused { #expect(!failure.unmet.isEmpty, "\(wrong): \(text)") }
            }
            let after = try await (world.length("mini"), world.length("asem"), world.length("server"))
            #expect(before == after)
            #expect(try await scene.versions() == versions)
        }
    }

    /// Where the framing is broken nobody knows where the next message begins: BYE with the reason, and the end.
    @Test(arguments: [
        ("x\u{1}y PING", ErrorCode.controlCharacter), ("x PING\u{7}", .controlCharacter), ("", .noTag),
        (" PING", .noTag), ("täg PING", .noTag), ("{\"verb\":\"PING\"}", .noTag),
        ("w PING", .tagInUse), ("w NONSENSE", .tagInUse),
    ])
    func brokenFraming(_ line: String, _ code: ErrorCode) async throws {
        try await World.with { world in
            let user = try await world.user("cp-FR", of: "mini")
            var watch = try user.client.send(line: "w WATCH mini").makeAsyncIterator()
            _ = try await watch.next()
            let before = try await world.length("mini")
            var replies: [Reply] = []
            for try await reply in try user.client.send(line: line) { replies.append(reply) }
            guard case .bye(let object)? = replies.last else {
                Issue.record("no BYE but \(replies.map(\.line))")
                return
            }
            #expect(object["code"]?.string == code.rawValue)
            #expect(object["message"]?.string?.isEmpty == false)
            _ = await user.client.ended()
            #expect(!user.client.isOpen)
            #expect(try await world.length("mini") == before)
        }
    }

    /// A line has a limit, a smaller one before the login.
    @Test(arguments: [true, false]) func aLineOverTheLimit(_ isLoggedIn: Bool) async throws {
        try await World.with { world in
            let client =
                try await isLoggedIn ? world.user("cp-FR", of: "mini").client : world.server.connect()
            let limit = try #require(
                client.hello["limits"]?.object?[isLoggedIn ? "line_bytes" : "line_bytes_before_login"]?.integer)
            let head = "x AUTH {\"token\":\""
            let fits = head + String(repeating: "a", count: Int(limit) - head.utf8.count - 2) + "\"}"
            var replies: [Reply] = []
            for try await reply in try client.send(line: fits) { replies.append(reply) }
            guard case .error? = replies.last, client.isOpen else {
                Issue.record("a line of \(limit) bytes was not read: \(replies.map(\.line))")
                return
            }
            for try await reply in try client.send(line: fits + " ") { replies.append(reply) }
            guard case .bye(let object)? = replies.last else {
                Issue.record("no BYE but \(replies.map(\.line))")
                return
            }
            #expect(object["code"] == "LINE_TOO_LONG")
        }
    }

    /// One key is one request, for ever; the same request gets the first answer again, however often it comes.
    @Test func aKeyStandsForOneRequest() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let elsewhere = try await world.user("pr-FR", of: "mini", on: 1)
            let first = try await proposer.ok("NOTE \(ref) key=k1", ["text": "Once."])
            #expect(first["repeated"] == nil)
            let before = try await world.length("mini")
            for user in [proposer, elsewhere] {
                var again = try await user.ok("NOTE \(ref) key=k1", ["text": "Once."])
                #expect(again["repeated"] == true)
                again["repeated"] = nil
                #expect(again == first)
                for other in ["NOTE \(ref) key=k1", "REVISE \(ref) key=k1"] {
                    let failure = try await user.refused(other, ["text": "Twice."])
                    #expect(failure.code == .keyReused && failure.effect == .none && failure.retry == .fresh)
                }
            }
            #expect(try await world.length("mini") == before)
            // Another account's key of the same name is another key.
            let organiser = try await world.user("pr-DE", of: "mini")
            #expect(try await organiser.ok("NOTE \(ref) key=k1", ["text": "Once."])["repeated"] == nil)
            // A refusal is not remembered: what was impossible may become possible under the same key.
            let speaker = try await world.user("cp-TH", of: "mini")
            #expect(try await speaker.refused("POSITION \(ref) support key=p").code == .notFound)
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
            #expect(try await speaker.ok("POSITION \(ref) support key=p")["repeated"] == nil)
            // A secret is shown once: its request says so when it comes again.
            let root = try await world.root()
            #expect(try await root.ok("TOKEN mini/cp-TH key=t")["token"] != nil)
            #expect(try await root.refused("TOKEN mini/cp-TH key=t").code == .keySpent)
        }
    }

    @Test func aVersionThatIsNoLongerThePresentOneIsAConflict() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            #expect(try await proposer.ok("NOTE \(ref) if=1", ["text": "First."])["version"] == 2)
            let failure = try await proposer.refused("NOTE \(ref) if=1", ["text": "Second."])
            #expect(failure.code == .versionConflict && failure.object["version"] == 2 && failure.retry == .fresh)
            #expect(try await proposer.ok("NOTE \(ref) if=2", ["text": "Second."])["version"] == 3)
        }
    }
}
