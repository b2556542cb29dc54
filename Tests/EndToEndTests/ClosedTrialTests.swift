import Bundles
import CanonicalJSON
import LineClient
import LineProtocol
import ProposalService
import Record
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// A trial that was closed is gone for everybody, and its record stays provable for who audits it.
@Suite struct ClosedTrialTests {
    /// A trial beside the two forums, with a proposal in circulation whose deadline passes at once.
    private static func trial(
        _ id: String, _ world: World, prefix: String
    ) async throws -> String {
        var seed = try ForumSeed.mini()
        seed.id = id
        seed.settings["mark"] = "TRIAL"
        seed.settings["ref_prefix"] = .string(prefix)
        try await Seed.load(seed, try await world.root())
        return try await world.circulated("Seminar one", of: id)
    }

    @Test(.timeLimit(.minutes(60))) func itIsGoneForEverybody() async throws {
        try await World.with { world in
            let (id, ref) = ("closing", try await Self.trial("closing", world, prefix: "CLS"))
            let (root, admin) = (try await world.root(), try await world.user("admin", of: id))
            let (point, proposer) = (try await world.user("cp-JP", of: id), try await world.user("pr-FR", of: id))
            let foreign = try await world.user("cp-JP", of: "mini")

            #expect(try await point.refused("FORUM \(id)", ["close": true]).code == .forbidden)
            #expect(try await foreign.refused("FORUM \(id)", ["close": true]).code == .notFound)
            #expect(try await root.refused("FORUM mini", ["close": true]).unmetNames == ["trial"])
            #expect(try await admin.refused("FORUM \(id)", ["close": false]).code == .badField)
            #expect(try await admin.refused("FORUM \(id)", ["close": true, "name": "x"]).code == .badField)
            let answer = try await admin.ok("FORUM \(id) key=closing-1", ["close": true])
            let day = try #require(answer["closed"]?.string)
            #expect(answer["mark"] == "TRIAL" && answer["events"] == ["forum-changed"])
            let length = try await world.length(id)
            // The same request, sent again, is answered as it was.
            #expect(try await admin.ok("FORUM \(id) key=closing-1", ["close": true])["closed"] == .string(day))

            let reads = [
                "FORUM \(id)", "LIST \(id)", "INBOX \(id)", "PARTNERS \(id)", "MEETINGS \(id)", "LIFECYCLE \(id)",
                "VIEW \(id)", "WATCH \(id)", "SHOW \(ref)", "WHY \(ref)", "REPLAY \(ref) version=1", "ACCOUNTS \(id)",
            ]
            for (user, isAuditing) in [(point, false), (proposer, false), (admin, true), (root, true)] {
                for words in reads
                    + (isAuditing ? [] : ["HISTORY \(ref)", "EXPORT \(id)", "EXPORT \(ref)", "AUDIT \(id)"])
                {
                    let failure = try await user.refused(words)
                    #expect(failure.code == .forumClosed, "\(words): \(failure)")
                    #expect(failure.retry == .never && failure.object["closed"] == .string(day), "\(words)")
                    #expect(failure.message.contains("was closed on \(day.prefix(10))"))
                }
                let failure = try await user.refused("SEARCH \(id)", ["text": "seminar"])
                #expect(failure.code == .forumClosed)
            }
            // To who has no part in it and saw nothing of it, it is as unknown as it was.
            for words in ["LIST \(id)", "SHOW \(ref)", "FORUM \(id)", "NOTE \(ref)"] {
                let object: JSONObject? = words.hasPrefix("NOTE") ? ["text": "x"] : nil
                #expect(try await foreign.refused(words, object).code == .notFound, "\(words)")
            }

            let writes: [(User, String, JSONObject)] = [
                (proposer, "NOTE \(ref)", ["text": "One more."]), (proposer, "DRAFT \(id)", ["title": "Another"]),
                (point, "POSITION \(ref) support", [:]), (root, "FORUM \(id)", ["close": true]),
                (root, "FORUM \(id)", ["name": "Another"]), (admin, "TOKEN \(id)/auditor", [:]),
                (admin, "PARTNER \(id) XX", ["name": "Another"]),
            ]
            for (user, words, object) in writes {
                let failure = try await user.refused(words, object)
                #expect(failure.code == .forumClosed && failure.effect == .none, "\(words): \(failure)")
            }
            #expect(try await world.length(id) == length)
            // Neither its id nor its letters are anybody else's.
            let other = try await root.refused(
                "FORUM other-\(id)", try ForumSeed.mini().settings.with("ref_prefix", "CLS"))
            #expect(other.code == .badField && other.message.contains("closed trial"))

            for user in [root, admin, point, foreign] {
                #expect(try await user.rows("FORUMS").allSatisfy { $0["forum"] != .string(id) })
            }
            #expect(try await point.rows("FORUMS closed=true").allSatisfy { $0["forum"] != .string(id) })
            let listed = try await root.rows("FORUMS closed=true").first { $0["forum"] == .string(id) }
            #expect(listed?["closed"] == .string(day) && listed?["ref_prefix"] == "CLS")
        }
    }

    @Test(.timeLimit(.minutes(60))) func itsRecordStaysProvable() async throws {
        try await World.with { world in
            let (id, ref) = ("proving", try await Self.trial("proving", world, prefix: "PRV"))
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), signer: try TestRoot.makeDirectory("signer"))
            let (admin, auditor) = (try await server.user("admin", of: id), try await server.user("auditor", of: id))
            try await admin.ok("FORUM \(id)", ["close": true])
            #expect(try await auditor.ok("AUDIT \(id)")["sound"] == true)
            #expect(try await auditor.rows("HISTORY \(ref)").isEmpty == false)
            let checkpoint = try await auditor.ok("CHECKPOINT \(id)")
            let length = try await world.length(id)
            #expect(checkpoint["size"] == .integer(length))
            try await auditor.ok("PROOF \(id) position=0")
            let policy = try WitnessPolicy(lines: ["log \(try #require(checkpoint["key"]?.string))", "quorum none"])
            for subject in [id, ref] {
                let bytes = Array(
                    try await auditor.rows("EXPORT \(subject)").compactMap { $0["text"]?.string }.joined().utf8)
                #expect(try BundleVerifier.verify(bytes, trusted: policy).verdict == .sound, "\(subject)")
                let second = try await SecondVerifier.verdicts(of: bytes, policy: policy, every: bytes.count + 1)
                #expect(second.first == "sound", "\(second)")
            }
            // The timer leaves it alone, and so does whoever is made up to pass its deadline.
            await server.service.notePassedDeadlines()
            #expect(try await world.length(id) == length)
            await server.stop()
        }
    }

    /// A watch tells everything up to the closing, and then that it was closed; on this server and on another one.
    @Test(.timeLimit(.minutes(60)), arguments: [false, true]) func aWatchEndsWithIt(_ isOfOneProposal: Bool)
        async throws
    {
        try await World.with(servers: 2) { world in
            let id = isOfOneProposal ? "ending-one" : "ending"
            let ref = try await Self.trial(id, world, prefix: isOfOneProposal ? "ENDONE" : "END")
            for index in 0..<2 {
                let auditor = try await world.user("auditor", of: id, on: index)
                let proposer = try await world.user("pr-FR", of: id)
                var seen: [JSONObject] = []
                do {
                    for try await event in try auditor.client.watch(id, ref: isOfOneProposal ? ref : nil) {
                        seen.append(try #require(event["event"]?.object))
                        if index == 0, seen.last?["kind"] == "moved" {
                            try await proposer.ok("NOTE \(ref)", ["text": "The last word."])
                            try await world.root().ok("FORUM \(id)", ["close": true])
                        }
                    }
                    Issue.record("the watch ended without a reason")
                } catch let failure as Failure {
                    #expect(failure.code == .forumClosed, "\(failure)")
                    #expect(index == 1 || failure.object["cursor"] != nil)
                }
                guard index == 0 else { continue }
                #expect(seen.last?["kind"] == (isOfOneProposal ? "noted" : "forum-changed"))
                if !isOfOneProposal { #expect(seen.last?["position"] == .integer(try await world.length(id) - 1)) }
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func theCommandLineClosesIt() async throws {
        try await World.with { world in
            let id = "commanded"
            _ = try await Self.trial(id, world, prefix: "CMD")
            let asked = try await CommandLineUser.run(["forum", "close", id], world)
            #expect(asked.status == .usage && asked.text.contains("--yes"), "\(asked.text)")
            let real = try await CommandLineUser.run(["forum", "close", "mini"], world)
            #expect(real.status == .refused && real.text.contains("mini is no trial"), "\(real.text)")
            let closed = try await CommandLineUser.run(["forum", "close", id, "--yes"], world)
            #expect(closed.status == .done && closed.text.contains("TRIAL") && closed.text.contains("was closed"))
            let again = try await CommandLineUser.run(["forum", "close", id, "--yes"], world)
            #expect(again.status == .refused && again.text.contains("was closed on"), "\(again.text)")
            let list = try await CommandLineUser.run(["forum", "list"], world)
            #expect(!list.text.contains(id))
            let all = try await CommandLineUser.run(["forum", "list", "--closed"], world)
            #expect(all.text.contains(id) && all.text.contains("CLOSED"), "\(all.text)")
        }
    }

    /// A tour takes the next name after those of trials that were closed.
    @Test func aTourTakesANameThatWasNeverTaken() {
        let trial = TourCommand.trial(
            of: "asem",
            among: [
                ShownForum([
                    "forum": "asem-trial", "ref_prefix": "TRIAL", "closed": "2026-03-10T09:00:00.000000Z",
                ])
            ])
        #expect(trial.id == "asem-trial-2" && trial.prefix == "TRIAL2")
    }
}

extension JSONObject {
    fileprivate func with(_ key: String, _ value: JSONValue) -> JSONObject {
        var copy = self
        copy[key] = value
        return copy
    }
}
