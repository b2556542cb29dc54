import CanonicalJSON
import LineProtocol
import Testing

/// Every verb by every role, for its own and another partner, in every time of the appointment, over real connections.
@Suite("Authorization", .timeLimit(.minutes(60)))
struct AuthorizationTests {
    private static let partnerRoles = ["proposer", "contact-point", "som-leader"]
    private static let groupRoles = ["regional-coordinator"]
    private static let forumRoles = ["infoboard-officer", "meeting-host", "admin", "auditor"]

    private static let definition = """
        {"definition":{"lifecycle":"paper","version":1,"title":"Paper","initial":"writing",\
        "form":{"form":"paper","version":1,"fields":[{"key":"title","label":"Title","type":"text","limit":200,"source":"rule 1"}]},\
        "states":[{"id":"writing","label":"Writing","revision":"free"},{"id":"done","label":"Done","final":true}],\
        "roles":[{"id":"author","label":"the author","held_by":["proposer"],"scope":"proposing-partner"}],\
        "transitions":[{"id":"finish","label":"finish","from":["writing"],"to":"done","roles":["author"]}]}}
        """

    @Test("every verb has a line")
    func everyVerb() throws {
        let lines = try Expectation.all()
        for verb in Verb.allCases {
            #expect(lines.contains { $0.verb == verb.rawValue }, "expectations.txt has no line for \(verb)")
        }
        for line in lines { #expect(Verb(rawValue: line.verb) != nil, "there is no verb \(line.verb)") }
    }

    @Test("everybody is answered what the file says")
    func matrix() async throws {
        let expectations = try Expectation.all()
        try await ConformanceServer.with { server in
            let fixture = Player(
                server, try Transcript(name: "../Matrix/fixture", text: SourceFile.text("Matrix/fixture.txt")))
            try await fixture.play()
            let forum = try #require(await fixture.name("forum"))
            let people = try await people(forum, server)
            #expect(people.count == 39)
            var filled: [String] = []
            for expectation in expectations { filled.append(try await self.filled(expectation.request, fixture)) }
            let requests = filled
            let cells = Mutexed<[(line: Int, fault: String)]>([])
            try await forEach(of: people, atOnce: 6) { person in
                for (index, expectation) in expectations.enumerated() {
                    let code = try await answer(requests[index], person, server)
                    let isAllowed = !["NOT_FOUND", "FORBIDDEN", "NOT_LOGGED_IN"].contains(code)
                    let wanted = expectation.answer(to: person)
                    if wanted == "allowed" ? isAllowed : code == wanted { continue }
                    cells.update { $0.append((index, "\(person) is answered \(code), not \(wanted)")) }
                }
            }
            for (index, expectation) in expectations.enumerated() {
                let faults = cells.value.filter { $0.line == index }.map(\.fault).sorted()
                #expect(faults.isEmpty, "\(expectation.request):\n  \(faults.joined(separator: "\n  "))")
            }
        }
    }

    /// A role that is held for a partner or a group is given with it, or not at all.
    @Test("there is no office for a partner without the partner")
    func nobodysOffice() async throws {
        try await ConformanceServer.with { server in
            let forum = try await server.freshForum(ConformanceServer.asem)
            for role in Self.partnerRoles + Self.groupRoles {
                await #expect(throws: Transcript.Fault.self, "\(role)") {
                    try await server.ask("ACCOUNT \(forum.id) {\"appointments\":[{\"role\":\"\(role)\"}]}")
                }
            }
        }
    }

    private func filled(_ request: String, _ fixture: Player) async throws -> String {
        var text = request.replacing("{lifecycle}", with: Self.definition).replacing("{meeting}", with: "som-1")
            .replacing("{spare}", with: "spare")
        let ref = try #require(await fixture.name("still"))
        let digest = try #require(await fixture.name("lifecycle_digest"))
        let place = "{\"id\":\"asem-initiative\",\"version\":2,\"digest\":\"\(digest)\"}"
        text = text.replacing(
            "{migration}",
            with: """
                {"ref":"\(ref)","version":2,"from":\(place),"to":\(place),"state":"circulated","to_state":"circulated",\
                "round":"kept","lacks":[],"unfilled":[],"plan":"\(String(repeating: "5e", count: 32))"}
                """)
        text = text.replacing(
            "{missing}",
            with: try #require(await fixture.name("prefix")) + "-" + (try #require(await fixture.name("year")))
                + "-9999")
        for name in ["forum", "ref", "draft", "still", "document"] {
            text = text.replacing("{\(name)}", with: try #require(await fixture.name(name)))
        }
        return text
    }

    private func people(_ forum: String, _ server: ConformanceServer) async throws -> [Person] {
        var people: [Person] = []
        let offices =
            Self.partnerRoles.flatMap { [($0, "own", "\"partner\":\"VN\","), ($0, "other", "\"partner\":\"JP\",")] }
            + Self.groupRoles.flatMap { [($0, "own", "\"group\":\"ASEAN\","), ($0, "other", "\"group\":\"EEAS\",")] }
            + Self.forumRoles.map { ($0, "forum", "") }
        for (role, scope, whom) in offices {
            for time in Person.Time.allCases {
                let days =
                    switch time {
                    case .past: "\"from\":\"2024-01-01\",\"until\":\"2024-12-31\""
                    case .present: "\"from\":\"2024-01-01\""
                    case .future: "\"from\":\"2098-01-01\""
                    }
                let name = "x-\(role)-\(scope)-\(time.rawValue)"
                try await server.ask(
                    "ACCOUNT \(forum) {\"account\":\"\(name)\",\"appointments\":[{\"role\":\"\(role)\",\(whom)\(days)}]}"
                )
                let token = try await server.ask("TOKEN \(forum)/\(name)")["token"]?.string
                people.append(Person(kind: .holder(role: role, scope: scope, time: time), token: token))
            }
        }
        let foreign = try await server.freshForum(ConformanceServer.asem)
        people.append(Person(kind: .foreign, token: try await foreign.token(of: "admin")))
        people.append(Person(kind: .server, token: server.rootToken))
        people.append(Person(kind: .stranger))
        return people
    }

    /// The code of an ERR, or OK.
    private func answer(_ request: String, _ person: Person, _ server: ConformanceServer) async throws -> String {
        let wire = try await Wire.open(port: server.door.port)
        _ = await wire.next()
        if let token = person.token {
            await wire.send(Array("login AUTH {\"token\":\"\(token)\"}\n".utf8))
            guard case .line(let line) = await wire.next(), line.hasPrefix("login OK") else {
                throw Transcript.Fault(description: "\(person) cannot log in")
            }
        }
        await wire.send(Array("1 \(request)\n".utf8))
        while case .line(let line) = await wire.next() {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            // A watch that shows an event is allowed; it has no end.
            guard words[0] == "1", words[1] != "ROW" else { continue }
            await wire.close()
            return words[1] == "ERR" ? words[2] : words[1]
        }
        return "nothing"
    }
}
