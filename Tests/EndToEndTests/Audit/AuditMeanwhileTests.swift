import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import TestSupport
import Testing

/// AUDIT while others write, and in parts.
@Suite struct AuditMeanwhileTests {
    /// Every cursor that an audit tells of is a place to go on from, and the rest is compared all the same.
    @Test func itGoesOnFromEachCursor() async throws {
        try await AuditScene.with { scene in
            let auditor = try await scene.server.user("auditor")
            let proposer = try await scene.server.user("pr-FR")
            for number in 0..<1100 {
                try await proposer.ok(
                    "NOTE \(scene.ref) key=n-\(number)", ["text": .string("Note \(number)")])
            }
            try await auditor.ok("CHECKPOINT mini")
            let rows = try await auditor.rows("AUDIT mini")
            #expect(rows.count >= 12 && Set(rows.compactMap { $0["stage"]?.string }).count == 7)
            var done: Int64 = 0
            for row in rows {
                let cursor = try #require(row["cursor"]?.string)
                let answer = try await auditor.ok("AUDIT mini after=\(cursor)")
                #expect(answer["sound"] == true && answer["after"]?.string == cursor, "\(answer)")
                // The bar goes on, and not beyond its end.
                let now = try #require(row["done"]?.integer)
                #expect(now >= done && now <= row["total"]?.integer ?? 0)
                done = now
            }
            try await scene.record.attack("UPDATE forum SET registry_version = 1 WHERE forum = 'mini'")
            for row in rows {
                let answer = try await auditor.ok("AUDIT mini after=\(try #require(row["cursor"]?.string))")
                #expect(answer["sound"] == false)
            }
        }
    }

    /// What stands before a cursor is not compared again, and what stands behind it is.
    @Test func aCursorStandsWhereItSays() async throws {
        try await AuditScene.with { scene in
            let auditor = try await scene.server.user("auditor")
            let rows = try await auditor.rows("AUDIT mini")
            try await scene.record.attack("UPDATE request SET position = NULL WHERE key = 'draft-3'")
            for row in rows {
                let cursor = try #require(row["cursor"]?.string)
                let answer = try await auditor.ok("AUDIT mini after=\(cursor)")
                #expect(answer["sound"]?.bool == (cursor == "registry"), "\(cursor)")
            }
            // By hand: from the very key, and from the one after it.
            let key = "draft-3".utf8.map { String($0, radix: 16) }.joined()
            #expect(try await auditor.ok("AUDIT mini after=answers:\(key)")["sound"] == false)
            #expect(try await auditor.ok("AUDIT mini after=answers:\(key)30")["sound"] == true)
        }
    }

    /// Writes between the pages of an audit are no differences: events, documents on their way, personal values, kept answers,
    /// cosignatures, erasures.
    @Test func writesMeanwhileAreNoFalseAlarm() async throws {
        try await AuditScene.with { scene in
            let auditor = try await scene.server.user("auditor")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for slug in ["pr-FR", "pr-DE", "cp-TH"] {
                    let writer = try await scene.world.user(slug, of: "mini")
                    group.addTask {
                        for number in 0..<100 where !Task.isCancelled {
                            _ = try await writer.ask(
                                "NOTE \(scene.ref) key=m-\(number)", ["text": .string("Note \(number)")])
                            guard slug == "pr-DE" else { continue }
                            var fields = Activity.complete(Activity.title(number))
                            fields["organisers"] = [
                                ["partner": "DE", "contact": .string("Desk \(number)")], ["partner": "JP"],
                            ]
                            _ = try await writer.ask("DRAFT mini key=d-\(number)", fields)
                        }
                    }
                }
                let filing = try await scene.world.user("pr-FR", of: "mini")
                group.addTask {
                    for number in 0..<10 where !Task.isCancelled {
                        let paper = Paper("p\(number).pdf", size: 200_000, seed: UInt64(100 + number))
                        try await filing.send(paper, on: scene.ref)
                    }
                }
                let admin = try await scene.world.user("admin", of: "mini")
                group.addTask {
                    for number in 0..<30 where !Task.isCancelled {
                        try await admin.ok(
                            "ACCOUNT mini key=a-\(number)",
                            [
                                "account": .string("new-\(number)"), "name": .string("Somebody \(number)"),
                                "appointments": [["role": "contact-point", "partner": "TH"]],
                            ])
                        try await admin.ok("TOKEN mini/new-\(number) key=t-\(number)")
                        if number % 10 == 9 { try await scene.cosign() }
                    }
                }
                let eraser = try await scene.world.database.connect(role: .owner)
                group.addTask {
                    for number in 0..<30 where !Task.isCancelled {
                        try await eraser.runScript(
                            """
                            UPDATE personal SET salt = NULL, value = NULL, erased_at = now() WHERE value LIKE '%\(number)';
                            UPDATE request SET answer = NULL WHERE key LIKE '%-\(number)';
                            """)
                    }
                    await eraser.close()
                }
                group.addTask {
                    for _ in 0..<20 {
                        let answer = try await auditor.ok("AUDIT mini")
                        #expect(answer["sound"] == true, "\(answer)")
                    }
                }
                try await group.waitForAll()
            }
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true && answer["documents"] == 12, "\(answer)")
            #expect(answer["cosignatures"] == 4)
        }
    }

    /// A document of which only parts have come is nobody's yet.
    @Test func aDocumentOnItsWayIsNoDifference() async throws {
        try await AuditScene.with { scene in
            let auditor = try await scene.server.user("auditor")
            let proposer = try await scene.server.user("pr-FR")
            let paper = Paper("later.pdf", size: 3 * Paper.part, seed: 9)
            try await proposer.send(paper, on: scene.ref, upTo: 2 * Paper.part)
            let before = try await auditor.ok("AUDIT mini")
            #expect(before["sound"] == true && before["documents"] == 2, "\(before)")
            try await proposer.send(paper, on: scene.ref, from: 2 * Paper.part)
            let after = try await auditor.ok("AUDIT mini")
            #expect(after["sound"] == true && after["documents"] == 3, "\(after)")
            // Another forum's are for its own audit, but each audit knows that somebody filed them.
            let draft = try await scene.world.draft("Elsewhere", of: "asem")
            try await scene.world.user("pr-FR", of: "asem").send(Paper("far.pdf", size: 9000, seed: 10), on: draft)
            let elsewhere = try await auditor.ok("AUDIT mini")
            #expect(elsewhere["sound"] == true && elsewhere["documents"] == 3, "\(elsewhere)")
            try await scene.record.attack(
                "UPDATE document SET content = set_byte(content, 100, 0) WHERE octet_length(content) = 9000")
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
            let other = try await scene.world.user("auditor", of: "asem").ok("AUDIT asem")
            #expect(other["sound"] == false, "\(other)")
        }
    }
}
