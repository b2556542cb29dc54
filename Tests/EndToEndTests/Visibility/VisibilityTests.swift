import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// Every read obeys the same rule: a draft is its proposer's and organisers' matter, what circulates is the forum's, what was
/// published is everybody's, and an auditor reads all.
@Suite struct VisibilityTests {
    private struct Shown {
        let world: World
        let refs: [Situation: String]

        func visible(to reader: Reader) -> Set<String> {
            Set(refs.filter { reader.sight($0.key) != .nothing }.values)
        }
    }

    private func withProposals(_ body: (Shown) async throws -> Void) async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            var refs: [Situation: String] = [:]
            for situation in Situation.allCases { refs[situation] = try await situation.make(world) }
            try await body(Shown(world: world, refs: refs))
        }
    }

    @Test(.timeLimit(.minutes(60))) func everyReadOfEveryStageByEveryReader() async throws {
        try await withProposals { shown in
            for reader in Reader.all {
                let user = try await reader.connect(shown.world)
                for (situation, ref) in shown.refs {
                    try await show(ref, situation, reader, user, shown.world)
                    try await history(ref, situation, reader, shown.world)
                }
                await user.leave()
                try await lists(shown, reader)
                try await inbox(shown, reader)
                try await watch(shown, reader)
            }
        }
    }

    private func show(_ ref: String, _ situation: Situation, _ reader: Reader, _ user: User, _ world: World)
        async throws
    {
        let comment: Comment = "\(reader) on \(situation)"
        // A stranger's connection takes eight lines: one for each situation.
        let answer = try await user.ask("SHOW \(ref)")
        switch reader.sight(situation) {
        case .nothing:
            #expect(answer.failure?.code == .notFound, comment)
            // Nothing tells what is not there from what may not be seen.
            let other = try await reader.connect(world)
            let missing = try await other.refused("SHOW MINI-2026-9999")
            await other.leave()
            let hidden = try #require(answer.failure)
            #expect(hidden.line.replacing(ref, with: "MINI-2026-9999") == missing.line, comment)
        case .everything:
            let shown = try answer.get()
            #expect(shown["version"]?.integer == situation.versions && shown["published"] == nil, comment)
            #expect(shown["fields"]?.object?["audience"] == "Officials", comment)
        case .published:
            let shown = try answer.get()
            #expect(shown["fields"]?.object?.keys == situation.publicFields, comment)
            #expect(
                shown.keys == [
                    "fields", "forum", "origin", "published", "ref", "state", "state_label", "title",
                ], comment)
            #expect(!JSONValue.object(shown).canonicalText.contains("Officials"), comment)
        }
    }

    private func history(_ ref: String, _ situation: Situation, _ reader: Reader, _ world: World) async throws {
        let user = try await reader.connect(world)
        for words in ["WHY \(ref)", "WHY \(ref) withdraw", "HISTORY \(ref)", "REPLAY \(ref) version=1"] {
            let comment: Comment = "\(reader) on \(situation): \(words)"
            let answer = try await user.ask(words)
            if reader.sight(situation) == .everything {
                #expect(answer.failure == nil && !answer.rows.isEmpty, comment)
            } else {
                #expect(answer.failure?.code == reader.refusal && answer.rows.isEmpty, comment)
            }
        }
        await user.leave()
    }

    private func lists(_ shown: Shown, _ reader: Reader) async throws {
        let user = try await reader.connect(shown.world)
        let comment: Comment = "\(reader)"
        let rows = try await user.rows("LIST mini limit=1000")
        #expect(Set(rows.compactMap { $0["ref"]?.string }) == shown.visible(to: reader), comment)
        for row in rows where row["published"] == true {
            let isArchive = row["origin"] == "archive"
            #expect((row["starts"] == .null) == !isArchive && row["title"] != .null, comment)
            #expect(
                row.keys == ["ends", "origin", "published", "ref", "starts", "state", "state_label", "title"], comment)
        }
        #expect(rows.contains { $0["published"] == true } == !reader.isInside, comment)
        for (words, object) in [
            ("LIST mini from=2019-01-01", nil), ("LIST mini state=circulated", nil),
            ("SEARCH mini", ["text": "officials"]),
        ] as [(String, JSONObject?)] where !reader.isInside {
            let code = try await user.refused(words, object).code
            #expect(
                code == (words.hasPrefix("SEARCH") && reader.kind == .stranger ? .notLoggedIn : .forbidden), comment)
        }
        await user.leave()
        guard reader.isInside else { return }
        let searcher = try await reader.connect(shown.world)
        for (situation, ref) in shown.refs {
            let found = try await searcher.rows("SEARCH mini", ["text": .string(situation.word)])
            #expect(
                found.compactMap { $0["ref"]?.string } == (reader.sight(situation) == .nothing ? [] : [ref]), comment)
        }
        // A word that stands in all of them, and a filter that all of them meet.
        for (words, object) in [("SEARCH mini", ["text": "things"]), ("LIST mini from=2019-01-01", nil)]
            as [(String, JSONObject?)]
        {
            let found = try await searcher.rows(words, object)
            #expect(Set(found.compactMap { $0["ref"]?.string }) == shown.visible(to: reader), comment)
        }
        await searcher.leave()
    }

    private func inbox(_ shown: Shown, _ reader: Reader) async throws {
        let user = try await reader.connect(shown.world)
        let answer = try await user.ask("INBOX mini")
        if !reader.isInside { #expect(answer.failure?.code == reader.refusal, "\(reader)") }
        let waiting = Set(answer.rows.compactMap { $0["ref"]?.string })
        #expect(waiting.isSubset(of: shown.visible(to: reader)), "\(reader)")
        for (situation, ref) in shown.refs {
            if reader.forum == "mini", situation.waits.contains(reader.slug) {
                #expect(waiting.contains(ref), "\(situation) waits for \(reader)")
            }
            if situation.waits.isEmpty { #expect(!waiting.contains(ref), "\(situation) waits for \(reader)") }
        }
        await user.leave()
    }

    /// Nothing of a draft is watched except by those who read everything, and nothing at all by outsiders.
    private func watch(_ shown: Shown, _ reader: Reader) async throws {
        let user = try await reader.connect(shown.world)
        guard reader.isInside else {
            #expect(try await user.refused("WATCH mini").code == reader.refusal, "\(reader)")
            await user.leave()
            return
        }
        var seen: [String: [Int64]] = [:]
        for try await event in try user.client.watch("mini") {
            let inner = try #require(event["event"]?.object)
            let ref = try #require(inner["ref"]?.string)
            seen[ref, default: []].append(try #require(inner["version"]?.integer))
            // The last thing that was recorded.
            if inner["kind"] == "archived" { break }
        }
        for (situation, ref) in shown.refs {
            let expected = reader.kind == .all ? Array(1...situation.versions) : situation.watched
            #expect(seen[ref, default: []] == expected, "\(reader) on \(situation)")
        }
        await user.leave()
    }

    /// A forum that published nothing is unknown to strangers; one that has shows its name.
    @Test func strangersKnowForumsByWhatTheyPublished() async throws {
        try await World.with { world in
            let stranger = try await Reader.all.last?.connect(world)
            let user = try #require(stranger)
            #expect(try await user.rows("FORUMS").isEmpty)
            let hidden = try await user.refused("LIST mini")
            let missing = try await user.refused("LIST nowhere")
            #expect(hidden.code == .notFound && hidden.line.replacing("mini", with: "nowhere") == missing.line)
            #expect(try await world.user("cp-JP").rows("FORUMS").compactMap { $0["forum"]?.string } == ["asem"])
            let ref = try await Situation.archive.make(world)
            #expect(
                try await user.rows("FORUMS") == [["forum": "mini", "name": "A body of four", "public": true]])
            #expect(try await user.rows("LIST mini").compactMap { $0["ref"]?.string } == [ref])
            #expect(try await user.rows("LIST mini after=\(ref)").isEmpty)
            #expect(try await user.refused("LIST asem").code == .notFound)
            let rows = try await world.user("cp-JP").rows("FORUMS")
            #expect(rows.compactMap { $0["forum"]?.string } == ["asem", "mini"])
            #expect(rows.map { $0["public"] == true } == [false, true])
        }
    }

    /// A stranger who is answered may log in on the same connection, within the limits, and then reads as itself.
    @Test func aStrangerMayLogIn() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let client = try await world.server.connect()
            let user = User(account: "mini/cp-FR", client: client)
            #expect(try await user.refused("SHOW \(ref)").code == .notFound)
            for words in ["NOTE \(ref)", "REVISE \(ref)", "ADVANCE \(ref) withdraw"] {
                #expect(try await user.refused(words, ["text": "x"]).code == .notLoggedIn)
            }
            try await client.authenticate(token: try Seed.token("mini/cp-FR"))
            #expect(try await user.ok("SHOW \(ref)")["state"] == "drafted")
            // Eight lines, then the end.
            let other = try await world.server.connect()
            let stranger = User(account: "a stranger", client: other)
            for _ in 0..<8 { #expect(try await stranger.refused("SHOW \(ref)").code == .notFound) }
            _ = try? await stranger.ask("SHOW \(ref)")
            #expect("\(await other.ended())".contains("TOO_MANY_BEFORE_LOGIN"))
        }
    }
}

extension Failure {
    /// The whole failure as text.
    fileprivate var line: String { Reply.error(RequestTag(number: 0), self).line }
}
