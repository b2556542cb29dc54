import CanonicalJSON
import LineClient
import LineProtocol
import Record
import TestSupport
import Testing

/// AUDIT over the line: silence where nothing differs, and one clear sentence where something does. One after another: each of the
/// many differences has a server of its own, and the database has only so many connections.
@Suite(.serialized) struct AuditTests {
    @Test func nothingDiffersInARecordThatNobodyTouched() async throws {
        try await AuditScene.with { scene in
            let auditor = try await scene.server.user("auditor")
            let checkpoint = try await auditor.ok("CHECKPOINT mini")
            let rows = try await auditor.rows("AUDIT mini")
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true, "\(answer)")
            #expect(answer["events"] == checkpoint["size"] && answer["signed"] == checkpoint["size"])
            #expect(answer["proposals"] == 3 && answer["key"] == checkpoint["key"])
            #expect((answer["checkpoints"]?.integer ?? 0) >= 1)
            #expect(answer["cosignatures"] == 1 && answer["strangers"] == 0)
            #expect(answer["documents"] == 2 && answer["answers"] == 6)
            // Accounts, and the contacts of the third proposal.
            #expect((answer["personal"]?.integer ?? 0) > 10)
            #expect(rows.last?["done"] == rows.last?["total"] && rows.last?["stage"] == "registry")
            let stages = rows.compactMap { $0["stage"]?.string }
            for stage in ["record", "cosignatures", "proposals", "personal", "documents", "answers", "registry"] {
                #expect(stages.contains(stage))
            }
            // A server whose policy names no witness says so, and verifies what they signed all the same.
            let other = try await scene.world.user("auditor", of: "mini").ok("AUDIT mini")
            #expect(other["sound"] == true && other["cosignatures"] == 1 && other["strangers"] == 1, "\(other)")
            // A record that nobody signs yet is audited as well, and so is that of the server itself.
            let unsigned = try await scene.world.user("auditor", of: "asem").ok("AUDIT asem")
            #expect(unsigned["sound"] == true, "\(unsigned)")
            let own = try await scene.world.root().ok("AUDIT server")
            #expect(own["sound"] == true, "\(own)")
        }
    }

    @Test func itIsForAuditorsAndAdministrators() async throws {
        try await AuditScene.with { scene in
            let server = scene.server
            #expect(try await server.user("admin").ok("AUDIT mini")["sound"] == true)
            #expect(try await scene.world.root().ok("AUDIT mini")["sound"] == true)
            let refusal = try await server.user("cp-FR").refused("AUDIT mini")
            #expect(refusal.code == .forbidden && refusal.message.contains("for its auditors and administrators"))
            #expect(try await server.user("auditor").refused("AUDIT asem").code == .notFound)
            let wrong = [
                "nonsense", "record:1:x", "cosignatures:-1", "cosignatures:9223372036854775807", "epochs:1",
                "epochs:99999999999:1", "proposals:x", "personal:x", "documents:0", "answers:0", "answers:ff",
                "registry:",
            ]
            let auditor = try await server.user("auditor")
            for cursor in wrong {
                #expect(try await auditor.refused("AUDIT mini after=\(cursor)").code == .badField, "\(cursor)")
            }
        }
    }

    /// A long random life with every kind of event leaves nothing that differs, and neither do the answers that were kept meanwhile.
    @Test func aLongLifeIsSound() async throws {
        try await World.with { world in
            try await world.live(events: 1500, isKeyed: true)
            let auditor = try await world.user("auditor", of: "mini")
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true, "\(answer)")
            #expect((answer["answers"]?.integer ?? 0) > 500)
        }
    }

    @Test(arguments: Difference.all)
    func itNamesTheFirstPlaceThatDiffers(_ difference: Difference) async throws {
        try await AuditScene.filled.value.served { record, server in
            let auditor = try await server.user("auditor")
            try await record.attack(difference.sql)
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == false)
            let told = answer["differs"]?["sentence"]?.string ?? ""
            #expect(told.contains(record.named(difference.words)), "\(told)")
            // Only the record itself stops the writes.
            let isOfRecord = Difference.record.contains { $0.sql == difference.sql }
            #expect(isOfRecord || answer["differs"]?["record"] == false, "\(told)")
        }
    }
}
