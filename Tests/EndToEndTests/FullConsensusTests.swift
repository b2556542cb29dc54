import CanonicalJSON
import CivilTime
import LineProtocol
import Testing

/// Full consensus needs every partner on the roster, over the socket, with all 53 of them.
@Suite struct FullConsensusTests {
    @Test func silenceOfOneRefusesTheConsensusAndIsNamed() async throws {
        try await World.with { world in
            let partners = try Seed.partners()
            #expect(partners.count == 53)
            let ref = try await world.circulated()
            let speakers = try await world.speakers(partners)
            let coordinator = try await world.user("rc-ASEAN")
            try await pipelined(partners.filter { $0 != "LU" }) { partner in
                let stance = partner.utf8.first.map { $0 % 2 == 0 } ?? false ? "support" : "no-objection"
                try await speakers[partner]?.ok("POSITION \(ref) \(stance)")
            }
            let shown = try await coordinator.ok("SHOW \(ref)")
            #expect(shown["not_heard"] == ["LU"])
            #expect(shown["roster"] == 53)

            let refusal = try await coordinator.refused("ADVANCE \(ref) confirm")
            #expect(refusal.code == .refused)
            #expect(refusal.effect == .none)
            #expect(refusal.unmetNames == ["consensus"])
            #expect(refusal.unmet.first?["subjects"] == ["LU"])
            #expect(refusal.message.contains("LU"))

            // One objection: the refusal names it, with its reason.
            let luxembourg = try #require(speakers["LU"])
            try await luxembourg.ok("POSITION \(ref) objection", ["reason": "The cost is not known yet."])
            let second = try await coordinator.refused("ADVANCE \(ref) confirm")
            #expect(second.unmet.first?["subjects"] == ["LU"])
            #expect(second.message.contains("The cost is not known yet."))

            try await luxembourg.ok("POSITION \(ref) no-objection")
            let confirmed = try await coordinator.ok("ADVANCE \(ref) confirm")
            #expect(confirmed["state"] == "consensus")
            try await objectionBlocksTheBlessing(world, ref, luxembourg)
        }
    }

    private func objectionBlocksTheBlessing(_ world: World, _ ref: String, _ luxembourg: User) async throws {
        try await world.heldMeeting()
        try await luxembourg.ok("POSITION \(ref) objection", ["reason": "A change of heart."])
        let leader = try await world.user("som-KH")
        let refusal = try await leader.refused("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
        #expect(refusal.code == .refused)
        #expect(refusal.unmetNames == ["consensus"])
        #expect(refusal.message.contains("A change of heart."))
        try await luxembourg.ok("POSITION \(ref) support")
        #expect(try await leader.ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])["state"] == "som-blessed")
    }

    @Test func aPartnerThatJoinsLaterChangesNothing() async throws {
        try await World.with { world in
            let ref = try await world.circulated()
            let root = try await world.root()
            let today = try await world.today()
            let joined = try await root.ok(
                "PARTNER asem XX",
                [
                    "name": "Newland", "attributes": ["region": "Asia", "group": "ASEAN", "kind": "country"],
                    "joined": .string(today.description),
                ])
            #expect(joined["events"] == ["partner-admitted"])
            let account = try await root.ok(
                "ACCOUNT asem", ["appointments": [["role": "contact-point", "partner": "XX"]]])
            #expect(account["account"] == "asem/contact-point-XX")
            let token = try #require(try await root.ok("TOKEN asem/contact-point-XX")["token"]?.string)
            let newcomer = try await world.server.login("asem/contact-point-XX", token: token)
            #expect(try await newcomer.refused("POSITION \(ref) objection", ["reason": "No."]).unmetNames == ["roster"])

            let speakers = try await world.speakers(try Seed.partners())
            try await pipelined(Array(speakers)) { _, user in try await user.ok("POSITION \(ref) support") }
            let coordinator = try await world.user("rc-NESA")
            let shown = try await coordinator.ok("SHOW \(ref)")
            #expect(shown["roster"] == 53)
            #expect(shown["not_heard"] == [])
            #expect(try await coordinator.ok("ADVANCE \(ref) confirm")["state"] == "consensus")

            // The next circulation asks the newcomer as well.
            let proposer = try await world.user("pr-FR")
            try await proposer.ok("ADVANCE \(ref) recirculate", ["reason": "So that all are asked."])
            let again = try await coordinator.ok("SHOW \(ref)")
            #expect(again["roster"] == 54)
            #expect(again["round"] == 2)
        }
    }

    @Test func aSubstantiveRevisionLeavesNoPosition() async throws {
        try await World.with { world in
            let ref = try await world.circulated()
            let speakers = try await world.speakers(try Seed.partners())
            try await pipelined(Array(speakers)) { _, user in try await user.ok("POSITION \(ref) support") }
            let proposer = try await world.user("pr-FR")
            let before = try await proposer.ok("SHOW \(ref)")
            #expect(before["positions"]?["support"]?.array?.count == 53)

            let revised = try await proposer.ok("REVISE \(ref)", ["kind": "substantive", "goals": "Three of them."])
            #expect(revised["effect"] == "closes-round")
            let coordinator = try await world.user("rc-ASEAN")
            let closed = try await coordinator.refused("ADVANCE \(ref) confirm")
            #expect(closed.unmetNames == ["consensus"])
            let speaker = try #require(speakers["SE"])
            #expect(try await speaker.refused("POSITION \(ref) support").unmetNames == ["round"])

            try await proposer.ok("ADVANCE \(ref) recirculate", ["reason": "The goals changed."])
            let after = try await proposer.ok("SHOW \(ref)")
            #expect(after["positions"]?["support"] == [])
            #expect(after["not_heard"]?.array?.count == 53)
            #expect(after["rounds"]?.array?.first?["heard"] == 53)
            #expect(after["rounds"]?.array?.first?["ended"] == "substantive-revision")
            #expect(try await coordinator.refused("ADVANCE \(ref) confirm").unmetNames == ["consensus"])
        }
    }
}
