import CanonicalJSON
import CivilTime
import LineClient
import LineProtocol
import ProposalService
import Testing

/// A login holds only as long as its token and its appointment: each request is judged anew, on connections that are open, too.
@Suite struct CredentialTests {
    /// Refused in the middle of a session: a read, a write, a watch that is open, and the next login.
    @Test func aTokenThatIsRevokedEndsItsSessions() async throws {
        try await World.with(servers: 2) { world in
            let root = try await world.root()
            let ref = try await world.circulated(of: "mini")
            let issued = try await root.ok("TOKEN mini/cp-TH")
            let token = try #require(issued["token"]?.string)
            let first = try await world.servers[0].login("mini/cp-TH", token: token)
            let second = try await world.servers[1].login("mini/cp-TH", token: token)
            let other = try await world.user("cp-TH", of: "mini")
            var watches: [Events.AsyncIterator] = []
            for user in [first, second] {
                #expect(try await user.ok("SHOW \(ref)")["version"] == 2)
                var events = try user.client.watch("mini").makeAsyncIterator()
                _ = try await events.next()
                watches.append(events)
            }
            let id = try #require(issued["id"]?.string)
            try await root.ok("REVOKE mini/cp-TH", ["token": .string(id)])
            let before = try await world.length("mini")
            for (user, server) in zip([first, second], world.servers) {
                #expect(try await user.refused("SHOW \(ref)").code == .tokenRevoked)
                #expect(try await user.refused("POSITION \(ref) support").code == .tokenRevoked)
                let client = try await server.connect()
                await #expect(throws: Failure.self) { try await client.authenticate(token: token) }
                await client.close()
            }
            for index in watches.indices {
                do {
                    while try await watches[index].next() != nil {}
                    Issue.record("a watch ended well")
                } catch let failure as Failure {
                    #expect(failure.code == .tokenRevoked)
                }
            }
            #expect(try await world.length("mini") == before)
            // The account's other token is untouched.
            #expect(try await other.ok("POSITION \(ref) support")["version"] == 3)
        }
    }

    /// A session whose token soon expires; where the machine is too slow to ask for it or to log in before, with a longer one.
    private func shortSession(_ world: World, _ root: User) async throws -> (User, token: String, expires: Instant) {
        for seconds: Int64 in [3, 15, 75] {
            let expires = Instant(microseconds: try await world.server.service.now().microseconds + seconds * 1_000_000)
            let issued = try await root.ask("TOKEN mini/cp-TH", ["expires": .string(expires.description)])
            if issued.failure?.code == .badField { continue }
            let token = try #require(try issued.get()["token"]?.string)
            do {
                return (try await world.server.login("mini/cp-TH", token: token), token, expires)
            } catch let failure as Failure where failure.code == .tokenExpired {
                continue
            }
        }
        throw Unexpected("no login was answered within 75 seconds")
    }

    @Test func aTokenThatExpiresEndsItsSessions() async throws {
        try await World.with { world in
            let root = try await world.root()
            let ref = try await world.circulated(of: "mini")
            let (user, token, expires) = try await shortSession(world, root)
            // Asked again and again, it holds until then and not a moment longer.
            while true {
                let asked = try await world.server.service.now()
                let answer = try await user.ask("SHOW \(ref)")
                if let failure = answer.failure {
                    #expect(failure.code == .tokenExpired && failure.message.contains(expires.description))
                    break
                }
                try #require(asked < expires)
            }
            #expect(try await world.server.service.now() >= expires)
            let before = try await world.length("mini")
            #expect(try await user.refused("POSITION \(ref) support").code == .tokenExpired)
            let client = try await world.server.connect()
            do {
                try await client.authenticate(token: token)
                Issue.record("an expired token was accepted")
            } catch let failure as Failure {
                #expect(failure.code == .tokenExpired)
            }
            #expect(try await world.length("mini") == before)
            #expect(
                try await root.refused("TOKEN mini/cp-TH", ["expires": .string(expires.description)]).code == .badField)
        }
    }

    @Test func anAppointmentThatEndsTakesItsPowersAlong() async throws {
        try await World.with { world in
            let root = try await world.root()
            let ref = try await world.circulated(of: "mini")
            let user = try await world.user("cp-TH", of: "mini")
            try await user.ok("POSITION \(ref) no-objection")
            try await root.ok("APPOINT mini mini/cp-TH", ["end": 1])
            let before = try await world.length("mini")
            let failure = try await user.refused("POSITION \(ref) support")
            #expect(failure.code == .forbidden && failure.message.contains("ended"))
            // It may read what everybody may, which of this one is nothing.
            for words in ["SHOW \(ref)", "HISTORY \(ref)", "WATCH mini"] {
                #expect(try await user.refused(words).code == .notFound, "\(words)")
            }
            #expect(try await world.length("mini") == before)
            // The position stays: it was the partner's, not the person's.
            let shown = try await world.user("cp-FR", of: "mini").ok("SHOW \(ref)")
            #expect(
                shown["positions"]?.object?["no-objection"]?.array?.first?.object?["partner"] == "TH")
        }
    }

    /// A deputy has the office's powers from a day to a day, and what it does is the office's, marked as a deputy's.
    @Test func aDeputyActsWithinItsDates() async throws {
        try await World.with { world in
            let root = try await world.root()
            let ref = try await world.circulated(of: "mini")
            let today = try await world.today()
            func deputy(_ name: String, from: Int, until: Int) async throws -> User {
                try await root.ok(
                    "ACCOUNT mini",
                    [
                        "account": .string(name),
                        "appointments": [
                            [
                                "role": "contact-point", "partner": "TH", "deputy": true,
                                "from": .string(today.adding(days: from).description),
                                "until": .string(today.adding(days: until).description),
                            ]
                        ],
                    ])
                let token = try #require(try await root.ok("TOKEN mini/\(name)")["token"]?.string)
                return try await world.server.login("mini/\(name)", token: token)
            }
            let past = try await deputy("past", from: -9, until: -1)
            let present = try await deputy("present", from: -2, until: 2)
            let future = try await deputy("future", from: 2, until: 9)
            let before = try await world.length("mini")
            let ended = try await past.refused("POSITION \(ref) support")
            #expect(ended.code == .forbidden && ended.message.contains("ended"))
            let early = try await future.refused("POSITION \(ref) support")
            #expect(early.code == .forbidden && early.message.contains("yet"))
            for user in [past, future] { #expect(try await user.refused("SHOW \(ref)").code == .notFound) }
            #expect(try await world.length("mini") == before)
            try await present.ok("POSITION \(ref) support")
            #expect(try await present.refused("POSITION \(ref) support", ["partner": "FR"]).code == .forbidden)
            let event = try #require(try await present.rows("HISTORY \(ref)").last)
            #expect(
                event["actor"]?.object?["office"]
                    == ["role": "contact-point", "partner": "TH", "deputy": true])
            #expect(event["actor"]?.object?["account"] == "mini/present")
        }
    }

    /// Two sessions of one account are two conversations: tags are their own, keys are the account's.
    @Test func twoSessionsOfOneAccount() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.draft(of: "mini")
            let users = [
                try await world.user("pr-FR", of: "mini"), try await world.user("pr-FR", of: "mini", on: 1),
            ]
            var answers: [JSONObject] = []
            for number in 0..<20 {
                // The same request at once on both: done once, whoever is first.
                async let one = users[0].ok("NOTE \(ref) key=both-\(number)", ["text": "At once."])
                async let two = users[1].ok("NOTE \(ref) key=both-\(number)", ["text": "At once."])
                var pair = try await [one, two]
                #expect(pair.count { $0["repeated"] == true } == 1)
                for index in pair.indices { pair[index]["repeated"] = nil }
                #expect(pair[0] == pair[1])
                answers.append(pair[0])
            }
            #expect(answers.compactMap { $0["version"]?.integer } == Array(2...21))
            // One tag on two connections is two requests.
            for user in users {
                var replies = try user.client.send(line: "same WATCH mini").makeAsyncIterator()
                guard case .event = try await replies.next() else { throw Unexpected("no event") }
            }
            // One session's end is not the other's.
            await users[0].leave()
            #expect(try await users[1].ok("SHOW \(ref)")["version"] == 21)
        }
    }
}
