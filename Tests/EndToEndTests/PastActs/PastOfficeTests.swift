import CanonicalJSON
import CivilTime
import LineProtocol
import ProposalService
import Testing

/// Over a real socket: what an office decided is recorded by the secretariat once its holder holds it no more.
@Suite struct PastOfficeTests {
    @Test(.timeLimit(.minutes(60))) func theSecretariatRecordsForAFormerHolder() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar of a former holder", of: "mini")
            let keeper = try await world.user("admin", of: "mini")
            let opened = try await keeper.ok(
                "ACCOUNT mini",
                [
                    "account": "anna", "name": "Anna",
                    "appointments": [["role": "contact-point", "partner": "JP", "from": "2025-01-01T00:00:00Z"]],
                ])
            #expect(opened["account"] == "mini/anna")
            let decided = try await world.server.service.now().description
            let office: JSONObject = [
                "role": "contact-point", "of": "JP", "holder": "mini/anna", "from": "Minute 3",
                "received_at": .string(decided), "digest": .string(String(repeating: "b", count: 64)),
            ]
            let act: JSONObject = ["decided_at": .string(decided), "decided_by": .object(office)]
            let early = try await keeper.refused("POSITION \(ref) support", act)
            #expect(early.code == .forbidden && early.message.contains("still holds"), "\(early)")
            try await keeper.ok("APPOINT mini mini/anna", ["end": 1])
            let speaker = try await world.user("cp-TH", of: "mini")
            #expect(try await speaker.refused("POSITION \(ref) support", act).code == .forbidden)
            // Another time, another form.
            var wrong = act
            wrong["decided_by"] = "contact-point"
            #expect(try await keeper.refused("POSITION \(ref) support", wrong).code == .badField)
            try await keeper.ok("POSITION \(ref) support", act)

            let history = try await keeper.rows("HISTORY \(ref)")
            let actor = try #require(history.last?["actor"]?.object)
            #expect(actor["account"] == "mini/admin" && actor["office"]?["partner"] == "JP")
            #expect(actor["decided_by"]?["holder"] == "mini/anna" && actor["decided_by"]?["from"] == "Minute 3")
            try await keeper.ok(
                "NOTE \(ref)",
                ["text": "Seen.", "decided_at": act["decided_at"] ?? .null, "decided_by": act["decided_by"] ?? .null])
            let audit = try await keeper.ok("AUDIT mini")
            #expect(audit["sound"] == true, "\(audit)")
            // What takes no moment of its own says so.
            let refused = try await keeper.refused("MEETING mini SOM-9", ["decided_at": .string(decided)])
            #expect(refused.message.contains("MEETING takes none"), "\(refused)")
            // WHY judges the same office as ADVANCE.
            let rows = try await keeper.rows("WHY \(ref) confirm", act)
            #expect(rows.count == 1 && rows.first?["allowed"] == false)
            #expect(try await keeper.refused("ADVANCE \(ref) confirm", act).code == .forbidden)
        }
    }
}
