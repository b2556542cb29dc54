import CanonicalJSON
import Foundation
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// Packets as a public reader of mail takes them.
@Suite struct MailTextTests {
    /// What Python's email package reads: the subject, the charset, the faults it found and the body.
    private static func read(_ lines: [String]) throws -> JSONValue {
        let folder = FileManager.default.temporaryDirectory
        let mail = folder.appendingPathComponent("mail-\(UUID().uuidString)")
        let answer = mail.path + ".out"
        defer {
            unlink(mail.path)
            unlink(answer)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: mail)
        let program = """
            import email, email.policy, json, sys
            mail = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
            print(json.dumps({
                "subject": mail["Subject"], "charset": mail.get_content_charset(), "type": mail.get_content_type(),
                "version": mail["MIME-Version"], "faults": [str(d) for d in mail.defects] + [
                    str(d) for h in mail.keys() for d in mail[h].defects], "body": mail.get_content()}))
            """
        let status = try Subprocess(
            ["/usr/bin/env", "python3", "-c", program], input: .file(mail.path), output: .file(answer),
            errors: .file(answer)
        ).wait()
        let output = try Data(contentsOf: URL(fileURLWithPath: answer))
        #expect(status == 0, "\(String(decoding: output, as: UTF8.self))")
        return try JSONValue.parse(Array(String(decoding: output, as: UTF8.self).utf8.dropLast()))
    }

    @Test(arguments: [
        "A plain title", "Hội thảo về nước và môi trường tại Évora, giữa hai châu lục, với nhiều đối tác và chuyên gia",
        "関税データに関するセミナー関税データに関するセミナー関税データに関するセミナー関税データに関するセミナー", "=?utf-8?Q?no?= word",
        "A title of one word: " + String(repeating: "x", count: 280), "Mixed ASCII then العربية and ASCII again",
        "emoji 👩‍👩‍👧‍👦 " + String(repeating: "👩‍👩‍👧‍👦", count: 12), ".", "From Farm to Fork",
    ]) func subjectsAreRead(_ title: String) throws {
        let subject = "ASEM-2026-0001: " + title
        let lines = MailText.lines(subject: subject, body: ["Text"])
        let head = lines.prefix { !$0.isEmpty }
        for line in head {
            #expect(line.utf8.count <= 78 && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(line)")
        }
        let mail = try Self.read(lines)
        #expect(mail["subject"]?.string == subject)
        #expect(mail["faults"] == [])
        #expect(mail["version"] == "1.0")
        #expect(mail["body"]?.string == "Text\n")
    }

    @Test func bodiesSayTheirCharset() throws {
        #expect(try Self.read(MailText.lines(subject: "S", body: ["plain"]))["charset"] == "us-ascii")
        let mail = try Self.read(MailText.lines(subject: "S", body: ["Évora 港口"]))
        #expect(mail["charset"] == "utf-8" && mail["body"] == "Évora 港口\n" && mail["type"] == "text/plain")
    }

    /// A title may be a dot, which ends a mail for some programs, or begin as a mailbox separates its mails.
    @Test(arguments: [".", "From Farm to Fork", "-- ", String(repeating: "a\u{20D0}", count: 300)])
    func linesAreNotTakenForSomethingElse(_ line: String) {
        let body = MailText.lines(subject: "S", body: [line]).drop { !$0.isEmpty }.dropFirst()
        #expect(!body.contains { $0 == "." || $0 == "-- " || $0.hasPrefix("From ") })
        #expect(body.allSatisfy { $0.utf8.count <= 998 })
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(_ plain: String, _ coded: String) { #expect(MailText.base64(Array(plain.utf8)) == coded) }

    @Test func aForumUnderAnotherIdHasFeedsOfItsOwn() {
        let view: JSONValue = ["id": "archive", "feed": ["author": "A", "id": "https://example.org/archive"]]
        #expect(ForumLoad.ownFeed(view, of: "asem", definition: "asem") == view)
        let other = ForumLoad.ownFeed(view, of: "asem-2", definition: "asem")
        #expect(other["feed"]?["id"] == "https://example.org/archive/asem-2" && other["feed"]?["author"] == "A")
        #expect(ForumLoad.ownFeed(["id": "table"], of: "asem-2", definition: "asem") == ["id": "table"])
    }

    @Test func packetsOfLongTitlesKeepTheirWidth() throws {
        var proposal = try Samples.proposal()
        proposal["title"] = .string(
            "Hội thảo về nước và môi trường tại Évora " + String(repeating: "giữa hai châu lục ", count: 12))
        let lines = try #require(PacketText(proposal, Repository.labels, checklist: []).lines)
        for line in lines { #expect(line.columns <= 78) }
        for line in lines.drop(while: { !$0.isEmpty }) { #expect(line.columns <= PacketText.width, "\(line)") }
        #expect(try Self.read(lines)["faults"] == [])
    }
}
