import CanonicalJSON
import CivilTime
import LineClient
import Postgres
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// A list says when an activity takes place now, not when its text once planned it.
@Suite struct ListedDaysTests {
    private func row(_ ref: String, _ user: User, _ filters: String = "") async throws -> JSONObject? {
        try await user.rows("LIST mini limit=200" + filters).first { $0["ref"] == .string(ref) }
    }

    @Test func aListSaysWhatBecameOfAnActivity() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            let yesterday = try await world.today().adding(days: -1)
            let first = yesterday.adding(days: -1)
            for (index, told) in ToldActivity.all(held: first.description, yesterday.description).enumerated() {
                let ref = try await told.tell(as: proposer, of: "mini", index)
                let row = try #require(try await row(ref, proposer))
                let comment = Comment(rawValue: "\(told.name): \(row)")
                #expect(row["starts"] == .optional(told.days?.first), comment)
                #expect(row["ends"] == .optional(told.days?.last), comment)
                #expect(row["activity"]?["standing"] == .string(told.standing), comment)
                #expect(row["activity"]?["lapsed"] == .bool(told.isLapsed), comment)

                let shown = try await proposer.ok("SHOW \(ref)")
                #expect(shown["activity"]?["starts"] == row["starts"], "\(told.name): \(shown)")
                #expect(shown["activity"]?["ends"] == row["ends"], "\(told.name): \(shown)")
                #expect(row["activity"]?["planned"]?["starts"] == shown["fields"]?["starts"], comment)
                #expect(row["activity"]?["planned"]?["ends"] == shown["fields"]?["ends"], comment)

                // Filters go by the days that the row shows: from the last day on, until the first.
                let days = told.days ?? ["2099-03-01", "2099-03-02"]
                let found = try await self.row(ref, proposer, " from=\(days[1]) to=\(days[0])")
                #expect((found != nil) == (told.days != nil), comment)
                let after = try #require(CivilDate(days[1])).adding(days: 1)
                #expect(try await self.row(ref, proposer, " from=\(after)") == nil, comment)
                let before = try #require(CivilDate(days[0])).adding(days: -1)
                #expect(try await self.row(ref, proposer, " to=\(before)") == nil, comment)
            }
            // What the database reads in all events of each is what its row says.
            let connection = try await world.database.connect(role: .owner)
            let differing: [String] = try await connection.query(
                """
                SELECT p.ref FROM proposal AS p CROSS JOIN LATERAL activity_of(p.forum, p.ref, p.lifecycle, 0, 0) AS a
                WHERE (p.standing, p.first_day, p.last_day, p.lapsed)
                    IS DISTINCT FROM (a.standing, a.first_day, a.last_day, a.lapsed)
                """
            ).column()
            await connection.close()
            #expect(differing == [])

            let planned = try await world.circulated("A first activity", of: "mini")
            let row = try #require(try await row(planned, proposer))
            #expect(row["activity"] == nil && row["starts"] == "2099-03-01" && row["ends"] == "2099-03-02")
            let audit = try await world.user("auditor", of: "mini").ok("AUDIT mini")
            #expect(audit["sound"] == true, "\(audit)")
        }
    }
}
