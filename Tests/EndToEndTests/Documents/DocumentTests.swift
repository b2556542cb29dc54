import CanonicalJSON
import LineClient
import LineProtocol
import Record
import TestSupport
import Testing

/// Documents over real sockets: sent in parts, interrupted and gone on with, stored once, fetched as they were sent.
@Suite(.timeLimit(.minutes(60))) struct DocumentTests {
    /// The largest there may be, over two connections and two lives of the server.
    @Test func eightMebibytesThroughAnInterruptionAndARestart() async throws {
        let database = try await TestDatabase.create(.seeded)
        let paper = Paper(size: 8 << 20)
        let digest = paper.digest
        let token = try Seed.token("mini/pr-FR")
        let first = try await TestServer.start(conninfo: database.conninfo())
        let ref: String
        do {
            let user = try await first.login("mini/pr-FR", token: token)
            ref = try #require(try await user.ok("DRAFT mini", Activity.complete("A draft"))["ref"]?.string)
            try await user.send(paper, on: ref, upTo: 40 * Paper.part)
            // The connection breaks off.
            await user.client.close()
            let again = try await first.login("mini/pr-FR", token: token)
            #expect(try await again.ok("FILE \(ref)", paper.object)["received"] == .integer(Int64(40 * Paper.part)))
            try await again.send(paper, on: ref, from: 40 * Paper.part, upTo: 80 * Paper.part)
        } catch {
            await first.stop()
            throw error
        }
        await first.stop()

        let second = try await TestServer.start(conninfo: database.conninfo())
        do {
            let user = try await second.login("mini/pr-FR", token: token)
            let came = try #require(try await user.ok("FILE \(ref)", paper.object)["received"]?.integer)
            #expect(came == Int64(80 * Paper.part))
            let last = try await user.send(paper, on: ref, from: Int(came))
            #expect(last["events"] == ["filed"] && last["version"] == 2 && last["digest"] == .string(digest))
            #expect(try await user.ok("SHOW \(ref)")["documents"]?.array?.count == 1)
            #expect(try await user.fetch(digest, of: ref) == paper.content)
            // From the middle on, as an interrupted fetch goes on.
            let rest = try await user.fetch(digest, of: ref, from: Int64(8 << 20) - 100_000)
            #expect(rest == Array(paper.content.suffix(100_000)))
        } catch {
            await second.stop()
            throw error
        }
        await second.stop()
    }

    @Test func theEventIsInEveryAccountOfTheProposal() async throws {
        try await World.with { world in
            let ref = try await world.circulated(of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            let paper = Paper(size: 100_000)
            let digest = paper.digest
            try await user.send(paper, on: ref)
            let shown = try #require(try await user.ok("SHOW \(ref)")["documents"]?.array?.first?.object)
            #expect(shown["name"] == "paper.pdf" && shown["size"] == 100_000 && shown["digest"] == .string(digest))
            #expect(shown["by"]?["account"] == "mini/pr-FR" && shown["filed_at"]?.string?.isEmpty == false)
            let rows = try await user.rows("HISTORY \(ref)")
            #expect(rows.last?["kind"] == "filed" && rows.last?["from"] == rows.last?["to"])
            #expect(rows.last?["data"] == .object(paper.object))
            // As it was before, it holds none.
            let version = try #require(shown["version"]?.integer)
            #expect(try await user.ok("REPLAY \(ref) version=\(version - 1)")["documents"] == [])
            let watcher = try await world.user("cp-TH", of: "mini")
            for try await event in try watcher.client.watch("mini") {
                guard event["event"]?["kind"] == "filed" else { continue }
                #expect(event["event"]?["ref"] == .string(ref))
                break
            }
            // Positions stay, for the text did.
            try await watcher.ok("POSITION \(ref) support")
            try await user.send(Paper("second.pdf", size: 20_000, seed: 2), on: ref)
            #expect(try await user.ok("SHOW \(ref)")["positions"]?["support"]?.array?.count == 1)
        }
    }

    /// Several parts under way at a time, as the command line sends them, and a part in pieces of another size.
    @Test func pipelinedAndInPiecesOfAnySize() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            let paper = Paper(size: 12 * Paper.part + 5)
            let answers = try await withThrowingTaskGroup(of: JSONObject.self) { group in
                var replies: [LineClient.Replies] = []
                for offset in stride(from: 0, to: paper.content.count, by: Paper.part) {
                    replies.append(
                        try user.client.replies(
                            to: Request(
                                tag: RequestTag(number: 0), verb: .file, arguments: [ref],
                                object: User.part(paper, from: offset))))
                }
                for stream in replies {
                    group.addTask {
                        for try await reply in stream {
                            if case .ok(_, let object) = reply { return object ?? [:] }
                            if case .error(_, let failure) = reply { throw failure }
                        }
                        return [:]
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 13 && answers.count { $0["events"] == ["filed"] } == 1)
            #expect(try await user.fetch(paper.digest, of: ref) == paper.content)
            #expect(try await world.keptBytes() == (paper.content.count, 0))
        }
    }

    /// A request that was not answered is sent again with its key, and files nothing twice.
    @Test func theLastPartIsRepeatableByItsKey() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            let paper = Paper(size: Paper.part + 9)
            _ = try await user.file(paper, on: ref, from: 0)
            let last = User.part(paper, from: Paper.part)
            let first = try await user.ok("FILE \(ref) key=k-file", last)
            var again = try await user.ok("FILE \(ref) key=k-file", last)
            #expect(again["repeated"] == true)
            again["repeated"] = nil
            #expect(again == first && first["version"] == 2)
            #expect(try await user.refused("FILE \(ref) key=k-file", paper.object).code == .keyReused)
            // A version that was seen holds for it as for any write.
            let other = Paper("other.pdf", size: 5000, seed: 3)
            let conflict = try await user.refused("FILE \(ref) if=1", User.part(other, from: 0))
            #expect(conflict.code == .versionConflict && conflict.object["version"] == 2)
            #expect(try await world.keptBytes() == (paper.content.count, 0))
        }
    }

    /// Two accounts send the same bytes to two proposals at once, over two servers: each sends all of them, one copy is kept.
    @Test func twoAccountsRaceWithTheSameContent() async throws {
        try await World.with(servers: 2) { world in
            let paper = Paper(size: 20 * Paper.part + 77)
            let digest = paper.digest
            let mine = try await world.draft("First", organisers: ["DE"], of: "mini")
            let germany = try await world.user("pr-DE", of: "mini", on: 1)
            let theirs = try #require(
                try await germany.ok("DRAFT mini", Activity.complete("Second", organisers: ["JP"]))["ref"]?.string)
            let france = try await world.user("pr-FR", of: "mini")
            async let one = france.send(paper, on: mine)
            async let two = germany.send(paper, on: theirs)
            #expect(try await one["events"] == ["filed"])
            #expect(try await two["events"] == ["filed"])
            #expect(try await world.keptBytes() == (paper.content.count, 0))
            #expect(try await germany.fetch(digest, of: theirs) == paper.content)
            // A third is told nothing of it: its bytes count from none, and all of them are asked for.
            let japan = try await world.user("pr-JP", of: "mini")
            let third = try #require(
                try await japan.ok("DRAFT mini", Activity.complete("Third", organisers: ["TH"]))["ref"]?.string)
            #expect(try await japan.ok("FILE \(third)", paper.object)["received"] == 0)
            let skipped = try await japan.refused("FILE \(third)", User.part(paper, from: 20 * Paper.part))
            #expect(skipped.code == .badField && skipped.object["received"] == 0)
            #expect(try await japan.refused("FETCH \(third) \(digest)").code == .notFound)
            try await japan.send(paper, on: third)
            #expect(try await world.keptBytes() == (paper.content.count, 0))
        }
    }

    /// Two connections of one account send the same document: it is filed once.
    @Test func oneAccountTwiceAtOnce() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.draft(of: "mini")
            let paper = Paper(size: 6 * Paper.part)
            let users = [try await world.user("pr-FR", of: "mini"), try await world.user("pr-FR", of: "mini", on: 1)]
            await withTaskGroup(of: Void.self) { group in
                for user in users { group.addTask { _ = try? await Self.goOn(paper, ref, user) } }
            }
            let shown = try await users[0].ok("SHOW \(ref)")
            #expect(shown["documents"]?.array?.count == 1 && shown["version"] == 2)
            #expect(try await users[1].fetch(paper.digest, of: ref) == paper.content)
            #expect(try await world.keptBytes() == (paper.content.count, 0))
        }
    }

    /// Sends from wherever the server stands, until it is filed.
    private static func goOn(_ paper: Paper, _ ref: String, _ user: User) async throws {
        var offset = 0
        while offset < paper.content.count {
            let answer = try await user.ask("FILE \(ref)", User.part(paper, from: offset))
            if let failure = answer.failure {
                guard let received = failure.object["received"]?.integer else { return }
                offset = Int(received)
            } else {
                offset = Int(try answer.get()["received"]?.integer ?? 0)
            }
        }
    }
}
