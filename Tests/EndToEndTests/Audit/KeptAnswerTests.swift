import CanonicalJSON
import CivilTime
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import TestSupport
import Testing

/// What AUDIT compares kept answers with.
@Suite struct KeptAnswerTests {
    /// Each kind of write keeps an answer that says the same as its events.
    @Test func keptAnswersOfEveryVerb() async throws {
        try await World.with { world in
            try await world.setViews(of: "mini")
            let ref = try await world.circulated(of: "mini")
            let draft = try await world.draft("Another", of: "mini")
            let day = try await world.today()
            let days: JSONObject = [
                "starts": .string(day.adding(days: -1).description), "ends": .string(day.description),
            ]
            var meeting = days
            meeting["kind"] = "som"
            let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
            let writes: [(slug: String, words: String, object: JSONObject)] = [
                ("host", "MEETING mini SOM-7", meeting), ("host", "HELD mini SOM-7", days),
                ("admin", "PARTNER mini AU", ["name": "Australia", "attributes": ["region": "Asia"]]),
                ("admin", "ACCOUNT mini", ["account": "au", "name": "Ann", "appointments": [["role": "auditor"]]]),
                ("admin", "APPOINT mini mini/au", ["role": "contact-point", "partner": "AU"]),
                ("admin", "APPOINT mini mini/au", ["end": 1]), ("admin", "KEY mini/au", ["key": .string(key)]),
                ("admin", "KEY mini/au", ["end": 1]), ("admin", "TOKEN mini/au", [:]), ("admin", "TOKEN mini/au", [:]),
                ("admin", "REVOKE mini/au", [:]),
                (
                    "admin", "IMPORT mini",
                    [
                        "kind": "initiative", "archive": true, "year": 2019, "partner": "JP",
                        "fields": ["title": "A bridge"], "source": ["id": 17],
                    ]
                ),
                ("rc-EEAS", "LISTING mini EEAS", ["year": .integer(Int64(day.year + 1)), "refs": [.string(ref)]]),
                ("rc-EEAS", "LISTING mini EEAS", ["year": .integer(Int64(day.year + 1)), "submit": true]),
                (
                    "board", "CONTACT mini",
                    [
                        "subject": "sector", "about": "floods", "partner": "FR", "name": "Ann",
                        "address": "ann@example.org", "from": "2025-01-01",
                    ]
                ),
                ("board", "CONTACT mini", ["circulate": true]),
                ("board", "CONTACT mini", ["end": 1, "until": "2099-01-01"]),
                ("cp-TH", "ACK \(ref)", [:]), ("cp-TH", "POSITION \(ref) support", [:]),
                ("rc-ASEAN", "NOTE \(ref)", ["text": "Words"]),
                ("pr-FR", "REVISE \(draft)", ["title": "Another one", "goals": "More."]),
                ("pr-FR", "REVISE \(draft)", ["title": "Another one"]),
                ("pr-FR", "FILE \(draft)", User.part(Paper(size: 2 * Paper.part), from: 0)),
                ("pr-FR", "FILE \(draft)", User.part(Paper(size: 2 * Paper.part), from: Paper.part)),
                ("pr-FR", "INVITE \(ref)", ["invitee": "A commission", "event": "The opening"]),
                ("cp-TH", "POSITION \(ref) no-objection", ["invitation": 1]),
                ("pr-FR", "ADVANCE \(ref) recirculate", ["reason": "Again."]),
                ("pr-FR", "ADVANCE \(draft) circulate", ["track": "work-programme"]),
                ("pr-FR", "ADVANCE \(draft) recall", ["reason": "Not so."]),
                ("pr-FR", "ADVANCE \(draft) withdraw", ["reason": "Given up."]),

            ]
            for (number, write) in writes.enumerated() {
                let user = try await world.user(write.slug, of: "mini")
                try await user.ok("\(write.words) key=k-\(number)", write.object)
                await user.leave()
            }
            let auditor = try await world.user("auditor", of: "mini")
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true && answer["answers"]?.integer == Int64(writes.count), "\(answer)")
            for (old, new, words) in [
                ("\"registry_version\":", "\"registry_version\":1", "but event"),
                ("mini/au", "mini/cp-TH", "another account"),
                ("\"forum\":\"mini\"", "\"forum\":\"asem\"", "tells of no version"),
                ("\"number\":1", "\"number\":2", "another number"),
            ] {
                let owner = try await world.database.connect(role: .superuser)
                try await owner.runScript(
                    """
                    SET session_replication_role = replica; CREATE TABLE kept AS TABLE request;
                    UPDATE request SET answer = convert_to(replace(convert_from(answer, 'UTF8'), '\(old)', '\(new)'), 'UTF8')
                    WHERE forum = 'mini' AND answer IS NOT NULL;
                    """)
                let answer = try await auditor.ok("AUDIT mini")
                #expect(
                    answer["sound"] == false && answer["differs"]?["sentence"]?.string?.contains(words) == true,
                    "\(answer)")
                try await owner.runScript("DELETE FROM request; INSERT INTO request TABLE kept; DROP TABLE kept")
                await owner.close()
            }
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
        }
    }
}
