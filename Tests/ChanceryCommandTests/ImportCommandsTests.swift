import CanonicalJSON
import LineProtocol
import Synchronization
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// Imports and loads against a peer that remembers keys and contents only as far as its script says.
@Suite struct ImportCommandsTests {
    /// Answers a request seen before, by key or, in a registry, by content, as one that changes nothing.
    private static func remembering() -> FakePeer.Script {
        let seen = SeenLines()
        return { request in
            guard request.isWrite else { return Scripts.agreeable(request) }
            let isNew = seen.insert(request.verb == .import ? request.key ?? "" : request.text)
            switch request.verb {
            case .import: return .ok(isNew ? ["ref": "R", "state": "drafted"] : ["ref": "R", "repeated": true])
            case .account: return Scripts.agreeable(request)
            default: return .ok(["events": isNew ? ["changed"] : []])
            }
        }
    }

    private final class SeenLines: Sendable {
        private let lines = Mutex<Set<String>>([])
        func insert(_ line: String) -> Bool { lines.withLock { $0.insert(line).inserted } }
    }

    private func environment(_ peer: FakePeer) -> [String: String] {
        ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"]
    }

    @Test func importingTwiceChangesNothing() async throws {
        try await FakePeer.with(Self.remembering()) { peer in
            let file = Repository.path("schema/forums/asem/initiatives.jsonl")
            let first = TestConsole(environment: environment(peer))
            #expect(await first.run("import", file) == .done)
            #expect(first.lines.first == "\(file): 80 initiatives: 80 archived")
            #expect(first.lines.count < 50 && first.lines.last == "--verbose lists every line with its reason.")
            let whole = TestConsole(environment: environment(peer))
            #expect(await whole.run("import", file, "--verbose") == .done)
            #expect(whole.lines.contains { $0.hasPrefix("  line 73  ASEM-DUO Fellowship Programme") })
            let second = TestConsole(environment: environment(peer))
            #expect(await second.run("import", file) == .done)
            #expect(second.lines.first == "\(file): 80 initiatives: 80 unchanged")
            let sent = peer.requests(.import)
            #expect(sent.count == 240)
            // In the order of the file, with keys that are of the records alone.
            #expect(sent.prefix(80).map(\.key) == sent.suffix(80).map(\.key))
            #expect(Set(sent.map(\.key)).count == 80)
            #expect(sent[0].object?["source"]?["title"]?.string?.hasPrefix("10 Years of ASEM") == true)
            #expect(sent[0].key?.hasPrefix("import-") == true && sent[0].key?.utf8.count == 39)
            #expect(sent[0].object?["archive"] == true && sent[0].object?["year"] == 2006)
            // It tells neither day nor year, and the list is of past activities.
            #expect(sent[31].object?["archive"] == true)
        }
    }

    @Test func whatIsListedForPrograms() async throws {
        try await FakePeer.with(Self.remembering()) { peer in
            let console = TestConsole(environment: environment(peer))
            let file = Repository.path("schema/forums/asem/meetings.jsonl")
            #expect(await console.run("import", file, "--json") == .done)
            let rows = try console.lines.map { try JSONObject(json: $0) }
            #expect(rows.last?["entered"] == 86 && rows.last?["held"] == 74 && rows.last?["records"] == 86)
            #expect(rows.last?["issues"]?.integer == Int64(rows.count - 1))
            #expect(rows.dropLast().allSatisfy { $0["line"]?.integer != nil && $0["reason"]?.string != nil })
            // Meetings are planned before any is held.
            let verbs = peer.requests.filter { $0.isWrite }.map(\.verb)
            #expect(verbs == Array(repeating: .meeting, count: 86) + Array(repeating: .held, count: 74))
            let again = TestConsole(environment: environment(peer))
            #expect(await again.run("import", file) == .done)
            #expect(again.lines[0].hasSuffix(": 86 meetings: 86 unchanged"))
        }
    }

    /// A record that the server refuses is listed and the others go in; where it takes none, the import is refused.
    @Test func refusals() async throws {
        let one: FakePeer.Script = { request in
            if request.verb == .import,
                request.object?["source"]?["title"]?.string?.hasPrefix("4th ASEM Culture") == true
            {
                return .refused(Failure(.badField, "\"ends\": wrong"))
            }
            if request.verb == .import, request.object?["partner"] == "RU" {
                return .refused(Failure(.keyReused, "used before"))
            }
            return Scripts.agreeable(request)
        }
        let file = Repository.path("schema/forums/asem/initiatives.jsonl")
        try await FakePeer.with(one) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("import", file) == .done)
            #expect(console.lines[0].hasSuffix("77 archived, 2 unchanged, 1 refused"))
            #expect(console.out.contains("the server refused it: BAD_FIELD: \"ends\": wrong"))
            #expect(console.out.contains("imported before with another mapping; it stays as it is"))
        }
        try await FakePeer.with(Scripts.refusing(.import, Failure(.forbidden, "only admin"))) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("import", file) == .refused)
            #expect(console.err.hasPrefix("chancery: FORBIDDEN: only admin"))
        }
    }

    @Test func tables() async throws {
        try await FakePeer.with(Self.remembering()) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("import", Repository.path("schema/forums/asem/partners.csv")) == .done)
            #expect(await console.run("import", Repository.path("schema/forums/asem/coordinators.csv")) == .done)
            #expect(peer.requests(.partner).count == 53)
            #expect(peer.requests(.account).count == 7)
            #expect(peer.requests(.account)[6].object?["account"] == "regional-coordinator-EU")
        }
        // Accounts that are there get the appointments one by one.
        let script: FakePeer.Script = { request in
            request.verb == .accounts
                ? .ok(["count": 1], rows: [["account": "asem/regional-coordinator-SG"]]) : Scripts.agreeable(request)
        }
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("import", Repository.path("schema/forums/asem/coordinators.csv")) == .done)
            #expect(
                peer.requests(.appoint).map(\.text) == [
                    "APPOINT asem asem/regional-coordinator-SG {\"from\":\"2020-01-01\",\"group\":\"ASEAN\","
                        + "\"partner\":\"SG\",\"role\":\"regional-coordinator\",\"until\":\"2020-06-30\"}"
                ])
            #expect(peer.requests(.account).count == 6)
        }
    }

    /// Each row of the coordinators goes by itself: one that is wrong is told with its line, and the others get in.
    @Test func oneWrongCoordinator() async throws {
        let table =
            "Group;Holder;From;To\nASEAN;sg;2020-01-01;\nASEAN;SG;2021-01-01;\nASEAN;Atlantis;2020-01-01;\nASEAN;TBC;;\n"
            + "NOWHERE;SG;2020-01-01;\n"
        let file = try TestRoot.freePath("coordinators.csv")
        defer { Editor.remove(file) }
        try LocalFile.writePrivate(table, to: file)
        let script: FakePeer.Script = { request in
            switch request.verb {
            case .forum: return .ok(["forum": "asem", "groups": ["ASEAN": [:], "NESA": [:]]])
            case .appoint: return .refused(Failure(.badField, "\"from\": wrong"))
            default: return Scripts.agreeable(request)
            }
        }
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("import", file, "--forum", "asem", "--verbose") == .done, "\(console.err)")
            #expect(console.lines[0].hasSuffix(": 5 coordinators: 1 account made, 1 refused"), "\(console.out)")
            #expect(peer.requests(.account).count == 1 && peer.requests(.appoint).count == 1)
            for line in [
                "  line 3  asem/regional-coordinator-SG", "    the server refused it: BAD_FIELD: \"from\": wrong",
                "    holder: \"Atlantis\" is not a partner of this forum; the row is skipped",
                "    holder: \"TBC\" is not a partner of this forum; the row is skipped",
                "    group: \"NOWHERE\" is not a group of this forum; use one of ASEAN, NESA; the row is skipped",
            ] { #expect(console.lines.contains(line), "\(line)\n\(console.out)") }
        }
    }

    /// Two trials on one server do not share their refs.
    @Test func aTrialsRefsAreItsOwn() throws {
        func prefix(_ id: String, _ forums: [(String, String)]) -> String {
            ForumCommand.Load.trialPrefix(
                of: id, among: forums.map { ShownForum(["forum": .string($0.0), "ref_prefix": .string($0.1)]) })
        }
        #expect(prefix("club-trial", [("asem", "ASEM")]) == "TRIAL")
        #expect(prefix("club-trial", [("asem-trial", "TRIAL"), ("x", "TRIAL2")]) == "TRIAL3")
        #expect(prefix("club-trial", [("asem-trial", "TRIAL"), ("club-trial", "CT")]) == "CT")
    }

    @Test func aForumFromItsFolder() async throws {
        try await FakePeer.with(Self.remembering()) { peer in
            let folder = Repository.path("schema/forums/asem")
            let first = TestConsole(environment: environment(peer))
            #expect(await first.run("forum", "load", folder) == .done, "\(first.err)")
            #expect(first.lines[0] == "asem: Asia-Europe Meeting")
            #expect(first.lines[1] == "  settings         1  1 changed")
            #expect(first.lines[5].hasPrefix("  meetings        86  86 changed; "))
            let sent = peer.requests
            #expect(sent.filter { $0.isWrite }.prefix(2).map(\.verb) == [.forum, .partner])
            #expect(sent[0].object?["groups"]?["ASEAN"]?["partners"] == ["ASEANSEC"])
            #expect(sent[0].object?["account_role"] == "admin" && sent[0].object?["mark"] == .null)
            #expect(peer.requests(.lifecycle).first?.object?["definition"]?.object == Repository.definition)
            let second = TestConsole(environment: environment(peer))
            #expect(await second.run("forum", "load", folder + "/forum.yaml") == .done)
            #expect(second.lines[1...3].allSatisfy { $0.hasSuffix("unchanged") })
        }
        try await FakePeer.with(Self.remembering()) { peer in
            let trial = TestConsole(environment: environment(peer))
            let folder = Repository.path("schema/forums/asem")
            #expect(await trial.run("forum", "load", folder, "--trial", "--prefix", "TRY", "--json") == .done)
            let settings = try #require(peer.requests(.forum).first)
            #expect(settings.arguments == ["asem-trial"])
            #expect(settings.object?["mark"] == "TRIAL" && settings.object?["ref_prefix"] == "TRY")
            #expect(try JSONObject(json: trial.lines.last ?? "")["forum"] == "asem-trial")
        }
        let missing = TestConsole(environment: ["CHANCERY_TOKEN": "t"])
        #expect(await missing.run("forum", "load", "/nonexistent") == .usage)
        #expect(missing.err == "chancery: /nonexistent cannot be opened: No such file or directory\n")
    }

    @Test func oneAccountForEachPartner() async throws {
        let directory = try TestRoot.freePath("tokens")
        let present = Mutex<[JSONObject]>([])
        let script: FakePeer.Script = { request in
            switch request.verb {
            case .accounts: return .ok(["count": 0], rows: present.withLock { $0 })
            case .account:
                let appointments = request.object?["appointments"] ?? []
                let account = "asem/\(appointments.array?.first?["partner"]?.string ?? "")"
                present.withLock { $0.append(["account": .string(account), "appointments": appointments]) }
                return .ok(["account": .string(account), "events": ["account-opened"]])
            default: return Scripts.agreeable(request)
            }
        }
        try await FakePeer.with(script) { peer in
            let first = TestConsole(environment: environment(peer))
            #expect(await first.run("account", "import", "--tokens", directory) == .done, "\(first.err)")
            #expect(
                first.out
                    == "53 partners: 53 accounts created, 0 appointments added, 53 tokens written to \(directory)\n")
            let token = try LocalFile.text("\(directory)/FR.token")
            #expect(token == "secret-of-asem/FR\n")
            #expect(LocalFile.mode("\(directory)/FR.token") == 0o600)
            #expect(LocalFile.mode(directory) == 0o700)
            #expect(peer.requests(.account)[0].object?["appointments"] == [["role": "contact-point", "partner": "AT"]])
            let second = TestConsole(environment: environment(peer))
            #expect(
                await second.run(
                    "account", "import", "--tokens", directory, "--role", "contact-point", "--role", "proposer")
                    == .done)
            #expect(second.out.hasPrefix("53 partners: 0 accounts created, 53 appointments added, 0 tokens written"))
            #expect(peer.requests(.appoint).count == 53 && peer.requests(.token).count == 53)
        }
        for partner in try Repository.partners() { Editor.remove("\(directory)/\(partner["id"]?.string ?? "").token") }
        LocalFile.removeDirectory(directory)
    }

    /// A server cannot make the tokens' files land elsewhere.
    @Test func hostilePartnerIds() async throws {
        let directory = try TestRoot.freePath("tokens")
        let script: FakePeer.Script = { request in
            request.verb == .partners
                ? .ok(["count": 2], rows: [["id": "../evil"], ["id": ".hidden"]]) : Scripts.agreeable(request)
        }
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: environment(peer))
            #expect(await console.run("account", "import", "--tokens", directory) == .done)
            #expect(console.out.hasPrefix("0 partners"))
        }
        LocalFile.removeDirectory(directory)
    }

    @Test func anEditorWritesTheDraft() async throws {
        let script = try TestRoot.freePath("editor.sh")
        try LocalFile.writePrivate("sed -i 's/^title:.*/title: Edited/' \"$1\"\n", to: script)
        defer { Editor.remove(script) }
        try await FakePeer.with(Scripts.agreeable) { peer in
            let environment = environment(peer).merging(Console.process.environment) { own, _ in own }
            let edited = TestConsole(environment: environment.merging(["EDITOR": "sh \(script)"]) { _, new in new })
            #expect(await edited.run("draft", "--editor", "--field", "pillar=economic") == .done, "\(edited.err)")
            #expect(peer.requests(.draft).map(\.text) == ["DRAFT asem {\"pillar\":\"economic\",\"title\":\"Edited\"}"])
            let revised = TestConsole(environment: environment.merging(["EDITOR": "sh \(script)"]) { _, new in new })
            #expect(await revised.run("revise", "ASEM-2026-0001", "--editor", "--kind", "substantive") == .done)
            #expect(
                peer.requests(.revise).map(\.text) == [
                    "REVISE ASEM-2026-0001 if=6 {\"kind\":\"substantive\",\"title\":\"Edited\"}"
                ])
            let idle = TestConsole(environment: environment.merging(["EDITOR": "true"]) { _, new in new })
            #expect(await idle.run("draft", "--editor") == .refused)
            #expect(idle.err == "chancery: nothing was entered; nothing was sent\n")
            let broken = TestConsole(environment: environment.merging(["EDITOR": "false"]) { _, new in new })
            #expect(await broken.run("draft", "--editor") == .refused)
            #expect(peer.requests(.draft).count == 1)
        }
    }
}
