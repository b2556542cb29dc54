import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import Record
import TestSupport
import TestTime
import Testing

/// `chancery file` and `chancery fetch` as they are run: processes of their own, files on a disk.
@Suite(.timeLimit(.minutes(60))) struct DocumentCommandTests {
    /// A run of the executable in a folder of its own.
    private struct Shell: Sendable {
        let server: String
        let token: String
        let folder: String

        init(_ world: World, _ account: String = "mini/pr-FR") throws {
            server = "\(world.server.address)"
            token = try Seed.token(account)
            folder = try TestRoot.makeDirectory("documents")
        }

        private var environment: [String: String] {
            // How long a busy machine takes decides nothing.
            ["CHANCERY_SERVER": server, "CHANCERY_TOKEN": token, "CHANCERY_TIMEOUT": "0", "LC_ALL": "C.UTF-8"]
        }

        /// Starts a run of which nobody reads what it prints.
        func start(_ arguments: [String]) throws -> Subprocess {
            try Subprocess([ThisBuild.chancery] + arguments, environment: environment, in: folder)
        }

        /// The exit status and what was printed to both outputs.
        @discardableResult
        func run(_ arguments: String...) async throws -> (status: Int32, out: String, err: String) {
            try await run(arguments)
        }

        func run(_ arguments: [String]) async throws -> (status: Int32, out: String, err: String) {
            let printed = try TestRoot.freePath("printed")
            let status = try await Subprocess(
                [ThisBuild.chancery] + arguments, environment: environment, in: folder,
                output: .file(printed + ".out"), errors: .file(printed + ".err")
            ).ended()
            func text(_ end: String) throws -> String {
                String(decoding: try Data(contentsOf: URL(fileURLWithPath: printed + end)), as: UTF8.self)
            }
            return (status, try text(".out"), try text(".err"))
        }

        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }

        func bytes(_ name: String) -> [UInt8]? {
            (try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))).map { Array($0) }
        }

        var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }
    }

    @Test func thereAndBack() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let paper = Paper("Étude (final).pdf", size: 300_000)
            try shell.write(paper.content, paper.name)
            let filed = try await shell.run("file", ref, paper.name)
            #expect(filed.status == 0 && filed.err.isEmpty, "\(filed)")
            #expect(filed.out.contains("filed") && filed.out.contains(paper.digest))
            let again = try await shell.run("file", ref, paper.name, "--json")
            #expect(again.status == 1 && again.err.contains("already filed"))
            #expect(again.out.contains("\"error\":\"REFUSED\""))

            try FileManager.default.createDirectory(atPath: shell.folder + "/in", withIntermediateDirectories: true)
            let fetched = try await shell.run("fetch", ref, paper.name, "--out", "in")
            #expect(fetched.status == 0 && fetched.out.contains("293 KiB"), "\(fetched)")
            #expect(shell.bytes("in/" + paper.name) == paper.content)
            let there = try await shell.run("fetch", ref, paper.name)
            #expect(there.status == 0 && there.out.contains("there already, 293 KiB, the digest matches"), "\(there)")
            try shell.write([1, 2, 3], "other.pdf")
            let taken = try await shell.run("fetch", ref, paper.name, "--out", "other.pdf")
            #expect(taken.status == 1 && taken.err.contains("other.pdf already exists; use --force"))
            #expect(shell.bytes("other.pdf") == [1, 2, 3])
            let forced = try await shell.run(
                "fetch", ref, String(paper.digest.prefix(8)), "--out", "other.pdf", "--force", "--json")
            #expect(forced.status == 0 && shell.bytes("other.pdf") == paper.content)
            let object = try JSONValue.parse(Array(forced.out.utf8.dropLast()))
            #expect(object["digest"] == .string(paper.digest) && object["file"] == "other.pdf")
            #expect(shell.names == ["in", "other.pdf", paper.name].sorted(), "nothing is left beside them")
            #expect(mkfifo(shell.folder + "/pipe", 0o600) == 0)
            let piped = try await shell.run("fetch", ref, paper.name, "--out", "pipe", "--force")
            #expect(piped.status == 1 && piped.err.contains("pipe is not a regular file"))
            #expect(shell.bytes("other.pdf") == paper.content && unlink(shell.folder + "/pipe") == 0)

            // Through a link into the file that it leads to; a link to nothing is no file.
            try shell.write([1, 2, 3], "in/linked.pdf")
            for (link, target) in [("link.pdf", "in/linked.pdf"), ("loose.pdf", "in/none.pdf")] {
                #expect(symlink(target, shell.folder + "/" + link) == 0)
            }
            let through = try await shell.run("fetch", ref, paper.name, "--out", "link.pdf", "--force")
            #expect(through.status == 0 && through.out.contains("link.pdf: 293 KiB"), "\(through)")
            #expect(shell.bytes("in/linked.pdf") == paper.content)
            #expect(FileFacts(shell.folder + "/link.pdf")?.isLink == true)
            for force in [[], ["--force"]] {
                let loose = try await shell.run(["fetch", ref, paper.name, "--out", "loose.pdf"] + force)
                #expect(loose.status == 1 && loose.err.contains("loose.pdf is not a regular file"), "\(loose)")
            }
            #expect(shell.bytes("in/none.pdf") == nil)
            for name in ["link.pdf", "loose.pdf", "in/linked.pdf"] { #expect(unlink(shell.folder + "/" + name) == 0) }

            let shown = try await shell.run("show", ref)
            #expect(
                shown.out.contains("Documents") && shown.out.contains("Étude (final).pdf (293 KiB, digest"), "\(shown)")
            let history = try await shell.run("history", ref)
            #expect(history.out.contains("document filed: Étude (final).pdf") && history.out.contains(paper.digest))
        }
    }

    @Test func whatIsRefused() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            try shell.write(Array("#!/bin/sh\n".utf8), "run.sh")
            try shell.write(Array("#!/bin/sh\n".utf8), "run.pdf")
            try shell.write([], "empty.pdf")
            try FileManager.default.createDirectory(
                atPath: shell.folder + "/folder.pdf", withIntermediateDirectories: true)
            try shell.write([], "large.pdf")
            truncate(shell.folder + "/large.pdf", 8_388_609)
            for (arguments, status, says) in [
                (["file", ref, "run.sh"], 1, "may not be filed; these may: .pdf"),
                (["file", ref, "run.pdf"], 1, "does not begin as application/pdf"),
                (["file", ref, "run.sh", "--type", "application/x-sh"], 1, "\"application/x-sh\" may not be filed"),
                (["file", ref, "run.pdf", "--name", "../run.pdf"], 2, "without folders"),
                (["file", ref, "empty.pdf"], 2, "0 bytes"), (["file", ref, "large.pdf"], 2, "8388609 bytes"),
                (["file", ref, "folder.pdf"], 2, "not a regular file"), (["file", ref, "none.pdf"], 2, "No such file"),
                (["file", "MINI-2026-9999", "run.pdf"], 1, "you can see"),
                (["fetch", ref, "paper.pdf"], 1, "has no document paper.pdf"),
            ] as [([String], Int32, String)] {
                let process = try await shell.run(arguments)
                #expect(process.status == status, "\(arguments): \(process)")
                #expect(process.err.contains(says), "\(arguments): \(process)")
            }
            #expect(try await world.keptBytes() == (0, 0))
            #expect(shell.names == ["empty.pdf", "folder.pdf", "large.pdf", "run.pdf", "run.sh"])
        }
    }

    @Test func severalOfOneName() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let papers = [Paper(size: 500, seed: 1), Paper(size: 600, seed: 2)]
            for paper in papers {
                try shell.write(paper.content, "draft.pdf")
                #expect(try await shell.run("file", ref, "draft.pdf", "--name", "paper.pdf").status == 0)
            }
            let both = try await shell.run("fetch", ref, "paper.pdf")
            #expect(both.status == 1 && both.err.contains("several documents are called paper.pdf"))
            for paper in papers { #expect(both.err.contains(paper.digest.prefix(12))) }
            #expect(try await shell.run("fetch", ref, papers[1].digest).status == 0)
            #expect(shell.bytes("paper.pdf") == papers[1].content)
        }
    }

    /// Killed on the way, it goes on from there; and from what another client sent.
    @Test func killedOnTheWay() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let paper = Paper(size: 3 << 20)
            try shell.write(paper.content, paper.name)
            let process = try shell.start(["file", ref, paper.name])
            // It is there until it is waited for, ended or not.
            while try await world.keptBytes().uploads == 0, process.isRunning {}
            kill(process.pid, SIGKILL)
            process.wait()
            let user = try await world.user("pr-FR", of: "mini")
            let came = try await user.ask("FILE \(ref)", paper.object)
            if let came = try came.get()["received"]?.integer {
                try await user.send(paper, on: ref, from: Int(came), upTo: Int(came) + Paper.part)
            }
            #expect(try await shell.run("file", ref, paper.name).status == 0)
            #expect(try await user.ok("SHOW \(ref)")["documents"]?.array?.count == 1)
            #expect(try await user.fetch(paper.digest, of: ref) == paper.content)
        }
    }

    /// Several fetches of one document into one folder, of which only one can give the file its name; and one to the standard output.
    @Test func fetchedByManyAtOnce() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let paper = Paper(size: 10 * Paper.part)
            try await world.user("pr-FR", of: "mini").send(paper, on: ref)
            for force in [[], ["--force"]] {
                try await withThrowingTaskGroup(of: (status: Int32, out: String, err: String).self) { group in
                    for _ in 0..<6 {
                        group.addTask { try await shell.run(["fetch", ref, paper.name] + force) }
                    }
                    for try await ended in group {
                        #expect(ended.status == 0 && ended.out.contains("the digest matches"), "\(ended)")
                    }
                }
                #expect(shell.bytes(paper.name) == paper.content && shell.names == [paper.name])
            }
            let shown = try await ClientProgram.run(
                "sh", ["-c", "\"$0\" fetch \(ref) paper.pdf --out - | sha256sum", try ThisBuild.chancery],
                environment: ["CHANCERY_SERVER": shell.server, "CHANCERY_TOKEN": shell.token], in: shell.folder)
            #expect(shown.status == 0 && shown.output == paper.digest + "  -\n", "\(shown)")
            #expect(shell.names == [paper.name])
        }
    }

    /// Whatever another fetch of the document still writes into is not put in place.
    @Test(arguments: [[], ["--force"]]) func waitsForAnotherFetch(_ force: [String]) async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let paper = Paper(size: 3 * Paper.part)
            try await world.user("pr-FR", of: "mini").send(paper, on: ref)
            let draft = "\(paper.name).\(paper.digest.prefix(12)).part"
            try shell.write(Array(paper.content.prefix(Paper.part)), draft)
            let other = open(shell.folder + "/" + draft, O_RDWR | O_CLOEXEC)
            #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
            let said = try TestRoot.freePath("said")
            let fetch = try Subprocess(
                [ThisBuild.chancery, "fetch", ref, paper.name] + force,
                environment: ["CHANCERY_SERVER": shell.server, "CHANCERY_TOKEN": shell.token], in: shell.folder,
                errors: .file(said))
            try await waitUntil {
                try String(contentsOfFile: said, encoding: .utf8).contains("waiting for another fetch")
            } meanwhile: {
                try #require(fetch.isRunning)
            }
            #expect(shell.names == [draft])
            close(other)
            #expect(await fetch.ended() == 0)
            #expect(shell.bytes(paper.name) == paper.content && shell.names == [paper.name])
        }
    }

    /// What was interrupted is given up; what is filed stays.
    @Test func givenUp() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let user = try await world.user("pr-FR", of: "mini")
            let (paper, filed) = (Paper(size: 3 * Paper.part), Paper("filed.pdf", size: 500, seed: 2))
            for paper in [paper, filed] { try shell.write(paper.content, paper.name) }
            try await user.send(filed, on: ref)
            _ = try await user.file(paper, on: ref, from: 0)
            #expect(try await world.keptBytes() == (500, Paper.part))
            let gone = try await shell.run("file", ref, paper.name, "--drop")
            #expect(gone.status == 0 && gone.err.isEmpty, "\(gone)")
            #expect(gone.out == "\(ref): no part of paper.pdf is waiting any more, digest \(paper.digest)\n")
            #expect(try await world.keptBytes() == (500, 0))
            for name in [paper.name, filed.name] {
                let again = try await shell.run("file", ref, name, "--drop", "--json")
                #expect(again.status == 0 && again.out.contains("\"received\":0"), "\(again)")
            }
            #expect(try await world.keptBytes() == (500, 0))
            #expect(try await user.ok("SHOW \(ref)")["documents"]?.array?.count == 1)
            #expect(try await shell.run("file", ref, "none.pdf", "--drop").status == 2)
            #expect(try await shell.run("file", "MINI-2026-9999", paper.name, "--drop").status == 1)
        }
    }

    /// A fetch goes on from the bytes that came, and keeps nothing that has another digest.
    @Test func fetchedOnFromTheMiddle() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let shell = try Shell(world)
            let paper = Paper(size: 10 * Paper.part)
            let user = try await world.user("pr-FR", of: "mini")
            try await user.send(paper, on: ref)
            let draft = "paper.pdf.\(paper.digest.prefix(12)).part"
            try shell.write(Array(paper.content.prefix(99_999)), draft)
            #expect(try await shell.run("fetch", ref, "paper.pdf").status == 0)
            #expect(shell.bytes("paper.pdf") == paper.content && shell.names == ["paper.pdf"])
            // Bytes that are not the document's.
            var wrong = Array(paper.content.prefix(99_999))
            wrong[500] ^= 1
            try shell.write(wrong, "copy.pdf.\(paper.digest.prefix(12)).part")
            let refused = try await shell.run("fetch", ref, "paper.pdf", "--out", "copy.pdf")
            #expect(refused.status == 1 && refused.err.contains("does not have the digest"))
            #expect(shell.names == ["paper.pdf"])
            #expect(try await shell.run("fetch", ref, "paper.pdf", "--out", "copy.pdf").status == 0)
            #expect(shell.bytes("copy.pdf") == paper.content)
            // A link where the bytes are gathered is not followed.
            symlink(shell.folder + "/copy.pdf", shell.folder + "/third.pdf.\(paper.digest.prefix(12)).part")
            #expect(try await shell.run("fetch", ref, "paper.pdf", "--out", "third.pdf").status == 1)
            #expect(shell.bytes("copy.pdf") == paper.content && shell.bytes("third.pdf") == nil)
        }
    }
}
