import CanonicalJSON
import Foundation
import TestSupport
import Testing

@testable import Terminal

/// A leader signs a blessing by the command that the page shows, and hands the signature in.
@Suite(.serialized, .timeLimit(.minutes(60))) struct PageSignatureTests {
    private func consensus(
        _ body: (World, _ address: String, _ ref: String, _ folder: String) async throws -> Void
    ) async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            for partner in try Seed.partners("mini") {
                try await world.user("cp-\(partner)", of: "mini").ok("POSITION \(ref) support")
            }
            try await world.user("rc-ASEAN", of: "mini").ok("ADVANCE \(ref) confirm")
            try await world.heldMeeting(of: "mini")
            let folder = try TestRoot.makeDirectory("keys")
            for name in ["key", "other"] {
                let made = try await ClientProgram.run(
                    "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name], in: folder)
                #expect(made.status == 0, "\(made.errors)")
            }
            try await body(world, address, ref, folder)
        }
    }

    private func register(_ world: World, _ folder: String) async throws {
        try await world.user("admin", of: "mini").ok(
            "KEY mini/som-TH", ["key": .string(try LocalFile.text("\(folder)/key.pub"))])
    }

    /// What the page's own command signs, with one of the keys.
    private func signed(_ page: Browser.Answer, _ act: String, by key: String, in folder: String) async throws
        -> [UInt8]
    {
        let found = page.text.firstMatch(of: /<pre class="note">ssh-keygen ([^<]*)<\/pre>/)?.output.1
        var words = try #require(found).split(separator: " ").map(String.init)
        let place = try #require(words.firstIndex(of: "~/.ssh/id_ed25519"))
        words[place] = key
        let file = try #require(words.last)
        try Data(act.utf8).write(to: URL(filePath: "\(folder)/\(file)"))
        try? FileManager.default.removeItem(atPath: "\(folder)/\(file).sig")
        let ended = try await ClientProgram.run("ssh-keygen", words, in: folder)
        #expect(ended.status == 0, "\(ended.errors)")
        return try LocalFile.bytes("\(folder)/\(file).sig")
    }

    @Test func aBlessingIsSigned() async throws {
        try await consensus { world, address, ref, folder in
            let leader = Browser(address)
            try await leader.login("mini/som-TH")
            let path = "/p/\(ref)/act/bless"
            #expect(
                try await !leader.get(path).text.contains("with my signature"),
                "without a key there is nothing to sign with")
            try await register(world, folder)
            let agenda = try await leader.get("/f/mini/meetings/SOM-1")
            #expect(agenda.text.contains("\(path)?meeting=SOM-1"))
            let form = try await leader.get("\(path)?meeting=SOM-1")
            #expect(form.text.contains("with my signature"))
            let page = try await leader.send(form, to: path, [("f.meeting", "SOM-1"), ("step", "sign")])
            #expect(page.status == 200 && page.text.contains("SHA256:"), "\(page.text)")
            let names = ["form", "key", "seen", "f.meeting", "decided_at"]
            let statement = try await leader.send(page, to: path, [("step", "statement")], named: names)
            #expect(statement.status == 200)
            #expect(statement["content-disposition"] == "attachment; filename=\"\(ref.lowercased())-bless.act\"")
            #expect(page.text.contains(statement.text.replacing("\"", with: "&quot;")), "the page shows the very bytes")

            // What is no signature of this act by this leader is refused, with the reason.
            let before = try await world.length("mini")
            let foreign = try await signed(page, statement.text, by: "other", in: folder)
            let altered = try await signed(
                page, statement.text.replacing("SOM-1", with: "SOM-2"), by: "key", in: folder)
            for (bytes, status, says) in [
                (foreign, 409, "is not registered as mini/som-TH"), (altered, 409, "what was signed is not this act"),
                (Array("a letter".utf8), 409, "signature"), ([0xFF, 0x00], 422, "holds no signature"),
                ([], 422, "Paste the signature, or choose its file."),
            ] as [([UInt8], Int, String)] {
                let refused = try await leader.send(page, to: path, [], file: ("act.sig", bytes))
                #expect(refused.status == status && refused.text.contains(says), "\(says): \(refused.text)")
                #expect(refused.text.contains("ssh-keygen -Y sign"))
            }
            let long = try await leader.send(
                page, to: path, [], file: ("act.sig", [UInt8](repeating: 65, count: 70_000)))
            #expect(long.status == 413)
            #expect(try await world.length("mini") == before)

            let good = try await signed(page, statement.text, by: "key", in: folder)
            let done = try await leader.send(page, to: path, [], file: ("act.sig", good))
            #expect(done.location == "/p/\(ref)?done=recorded", "\(done.text)")
            let event = try #require(try await world.user("auditor", of: "mini").rows("HISTORY \(ref)").last)
            #expect(event["data"]?["signature"]?.string?.trimmed == String(decoding: good, as: UTF8.self).trimmed)
            #expect(event["data"]?["inputs"] == ["meeting": "SOM-1"])
            let again = try await leader.send(page, to: path, [], file: ("act.sig", good))
            #expect(again.location == "/p/\(ref)?done=repeated")
        }
    }

    @Test func aSignatureIsPasted() async throws {
        try await consensus { world, address, ref, folder in
            try await register(world, folder)
            let leader = Browser(address)
            try await leader.login("mini/som-TH")
            let path = "/p/\(ref)/act/defer"
            let reason = "The room is taken.\r\nNext time."
            let page = try await leader.fill(
                path, [("f.meeting", "SOM-1"), ("f.reason", reason), ("step", "sign")])
            #expect(page.status == 200, "\(page.text)")
            let shown = try #require(page.text.firstMatch(of: /<pre class="note">(\{.*\})<\/pre>/)).output.1
            let act = String(shown).replacing("&quot;", with: "\"")
            let text = String(decoding: try await signed(page, act, by: "key", in: folder), as: UTF8.self)
            let pasted = text.replacing("\n", with: "\r\n")
            let done = try await leader.send(page, to: path, [("signature", pasted)], file: ("", []))
            #expect(done.location == "/p/\(ref)?done=recorded", "\(done.text)")
            let event = try #require(try await world.user("auditor", of: "mini").rows("HISTORY \(ref)").last)
            #expect(event["data"]?["inputs"]?["reason"] == "The room is taken.\nNext time.")
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
