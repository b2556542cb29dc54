import CanonicalJSON
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// The form in an editor: a shell script in the place of one, run as the program that `$EDITOR` names.
@Suite struct EditorTests {
    /// Runs a command with an editor that does this to its file.
    private func edit(
        _ script: String, _ arguments: [String] = ["draft", "--editor"],
        answer: @escaping FakePeer.Script = Scripts.agreeable, variable: String = "EDITOR"
    ) async throws -> (console: TestConsole, status: Status, sent: [Request], left: [String]) {
        let place = try TestRoot.freePath("editor")
        try LocalFile.makePrivateDirectory(place)
        try Shell.script("#!/bin/sh\n\(script)\n", at: place + "/editor")
        return try await FakePeer.with(answer) { peer in
            let console = TestConsole(environment: [
                "PATH": "/usr/bin:/bin", "TMPDIR": place, variable: place + "/editor", "CHANCERY_TOKEN": "t",
                "CHANCERY_SERVER": peer.address,
            ])
            let status = await console.run(arguments)
            let left = try Shell.run(["/bin/sh", "-c", "cat \(place)/*.yaml 2>/dev/null; rm -r \(place)"]).out
            return (console, status, peer.requests.filter(\.isWrite), left.isEmpty ? [] : [left])
        }
    }

    @Test func theFormIsSentAndItsFileRemoved() async throws {
        let (console, status, sent, left) = try await edit("sed -i 's/^title:.*/title: Water/' \"$1\"")
        #expect(status == .done, "\(console.err)")
        #expect(sent.map(\.text) == ["DRAFT asem {\"title\":\"Water\"}"] && left.isEmpty)
    }

    @Test(arguments: ["true", ": > \"$1\"", "grep '^#' \"$1\" > \"$1.new\"; mv \"$1.new\" \"$1\"", "sed -i 1d \"$1\""])
    func anUnchangedOrEmptyFormSendsNothing(_ script: String) async throws {
        let (console, status, sent, left) = try await edit(script)
        #expect(status == .refused && console.err == "chancery: nothing was entered; nothing was sent\n")
        #expect(sent.isEmpty && left.isEmpty)
        let (revised, other, revisions, _) = try await edit(script, ["revise", "ASEM-2026-0001", "--editor"])
        #expect(other == .refused && revisions.isEmpty, "\(revised.out)")
    }

    @Test func aMistakenFormIsKept() async throws {
        let root = try TestRoot.path
        let (console, status, sent, left) = try await edit("echo 'colour: blue' >> \"$1\"")
        #expect(status == .refused && sent.isEmpty)
        #expect(console.err.hasPrefix("chancery: what you wrote is kept in \(root)/"))
        #expect(console.err.contains(".yaml; correct it and give it as the file\n"))
        #expect(console.err.contains(": the form has no field \"colour\"; it has title, "))
        #expect(left.count == 1 && left[0].contains("colour: blue"))
    }

    @Test func aRefusedFormIsKept() async throws {
        let root = try TestRoot.path
        let (console, status, sent, left) = try await edit(
            "echo 'title: Water' > \"$1\"", answer: Scripts.refusing(.draft, Failure(.forbidden, "not you")))
        #expect(status == .refused && sent.count == 1)
        #expect(
            console.err.contains("what you wrote is kept in \(root)/")
                && console.err.contains("FORBIDDEN: not you"))
        #expect(left == ["title: Water\n"])
    }

    @Test func anEditorThatFails() async throws {
        let (console, status, sent, left) = try await edit("exit 3")
        #expect(status == .refused && sent.isEmpty && left.isEmpty)
        #expect(console.err.contains("failed; nothing was sent"))
        let (_, visual, other, _) = try await edit("echo 'title: V' > \"$1\"", variable: "VISUAL")
        #expect(visual == .done && other.count == 1)
    }

    // MARK: completion

    @Test func completions() async throws {
        let script: FakePeer.Script = { request in
            request.verb == .list
                ? .ok(["count": 2], rows: [["ref": "ASEM-2026-0001"], ["ref": "ASEM-2025-0002"]])
                : Scripts.agreeable(request)
        }
        func offered(_ words: [String], _ command: String = "advance") async throws -> [String] {
            try await FakePeer.with(script) { peer in
                let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
                let line = ["chancery", command] + words
                let call = ["---completion", command, "--", "positional@0", "\(line.count - 1)"]
                let status = await console.run(call + ["\(words.last?.count ?? 0)"] + line)
                #expect(status == .done && console.err.isEmpty, "\(console.err)")
                // Once a script for zsh was printed in this process, the parser adds the blank word that such a script takes off.
                return console.lines.filter { $0.contains { $0 != " " } }
            }
        }
        #expect(try await offered([""]) == ["ASEM-2026-0001", "ASEM-2025-0002"])
        #expect(try await offered(["ASEM-2025"]) == ["ASEM-2025-0002"])
        #expect(try await offered(["ASEM-2026-"], "show") == ["ASEM-2026-0001"])
        // Only the lifecycle knows most options of an act, but which of them takes a file is known.
        let sources = Repository.path("Sources") + "/"
        #expect(
            try await offered(["ASEM-2026-0001", "bless", "--decided-letter", sources + "Rec"]) == [sources + "Record/"]
        )
        // The sample is circulated: what can be done from there.
        let all = try await offered(["ASEM-2026-0001", ""])
        #expect(
            all.contains("confirm") && all.contains("withdraw") && !all.contains("bless") && !all.contains("report"))
        #expect(try await offered(["ASEM-2026-0001", "con"], "why") == ["confirm"])
        let nobody = TestConsole(environment: ["CHANCERY_SERVER": "127.0.0.1:1", "CHANCERY_TOKEN": "t"])
        _ = await nobody.run("---completion", "show", "--", "positional@0", "2", "0", "chancery", "show", "")
        #expect(nobody.err.isEmpty)
        for (word, isRef) in [("ASEM-2026-0001", true), ("bless", false), ("A-26-1", false), ("--if", false)] {
            #expect(Completing.isRef(word) == isRef)
        }
    }
}
