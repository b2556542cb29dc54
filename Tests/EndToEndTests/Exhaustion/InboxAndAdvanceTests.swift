import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// INBOX, WHY and the act agree over the wire, wherever a proposal stands: what an inbox says is possible is done with the inputs that
/// it names, and what it says is missing is what the act is refused for.
@Suite struct InboxAndAdvanceTests {
    @Test(.timeLimit(.minutes(60))) func everyInboxEverywhere() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            var users: [String: User] = [:]
            for slug in WhyAndAdvanceTests.actors + ["cp-DE", "cp-JP"] {
                users[slug] = try await world.user(slug, of: "mini")
            }
            let stage = Stage(users: users, today: try await world.today())
            var possible = 0
            var missing = 0
            var number = 0
            for standing in Standing.allCases {
                for slug in ["pr-FR", "pr-DE", "cp-TH", "rc-ASEAN", "som-TH", "board"] {
                    let user = try stage.user(slug)
                    number += 1
                    let ref = try await stage.make(standing, number)
                    for row in try await user.rows("INBOX mini") where row["ref"] == .string(ref) {
                        guard let isPossible = row["possible"]?.bool else { continue }
                        if isPossible { possible += 1 } else { missing += 1 }
                        try await check(row, ref, standing, user)
                        // What was done is done: the rest of the rows are of before.
                        if isPossible { break }
                    }
                }
            }
            #expect(possible > 10 && missing > 0, "\(possible) possible, \(missing) missing")
        }
    }

    private func check(_ row: JSONObject, _ ref: String, _ standing: Standing, _ user: User) async throws {
        let comment = Comment(rawValue: "\(user.account), \(standing): \(row)")
        var inputs: JSONObject = [:]
        for need in (row["needs"]?.array ?? []).compactMap(\.object) {
            guard let key = need["key"]?.string else { continue }
            inputs[key] = need["example"] ?? Self.anything(need["type"]?.string)
        }
        if let moment = row["decided_at"] { inputs["decided_at"] = moment }
        let missing = (row["missing"]?.array ?? []).compactMap { $0["requirement"]?.string }
        let what = try #require(row["what"]?.string, comment)
        let why = try #require(try await user.rows("WHY \(ref) \(what)", inputs).first, comment)
        let unmet = (why["unmet"]?.array ?? []).compactMap { $0["requirement"]?.string }
        #expect(unmet == missing, comment)
        #expect(why["allowed"] == row["possible"], comment)
        let words = row["transition"]?.string == nil ? "RECORD \(ref) \(what)" : "ADVANCE \(ref) \(what)"
        let done = try await user.ask(words, inputs)
        #expect((done.failure == nil) == missing.isEmpty, "\(comment): \(done.result)")
        if let failure = done.failure { #expect(failure.unmetNames == missing, comment) }
    }

    private static func anything(_ type: String?) -> JSONValue {
        switch type {
        case "address": "https://example.org/page"
        case "field-keys": ["title"]
        case "money": ["currency": "EUR", "amount": "1.00"]
        default: "Words of the actor."
        }
    }

    /// What looks alike stands in the way of the circulation, and the inbox does not call it possible.
    @Test func aLikelyDuplicateIsNotPossible() async throws {
        try await World.with { world in
            _ = try await world.circulated("Seminar on harbours and their cranes", of: "mini")
            let second = try await world.draft("Seminar on harbours and their cranes", of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let row = try #require(
                try await proposer.rows("INBOX mini").first { $0["ref"] == .string(second) })
            #expect(row["possible"] == false)
            #expect(row["missing"]?.array?.map { $0["requirement"] } == ["duplicates-answered"])
            let refused = try await proposer.refused("ADVANCE \(second) circulate", ["track": "work-programme"])
            #expect(refused.unmetNames == ["duplicates-answered"])
        }
    }
}
