import DefinitionTree
import Glibc
import TestSupport
import Testing

@testable import DefinitionFiles

/// Files that a definition names, and how large it may be.
@Suite struct ReferencedFilesTests {
    /// A folder with a lifecycle whose form stands in a file of its own.
    private func folder(_ form: String, named name: String = "form.yaml", _ body: (String) throws -> Void) throws {
        let base = try TestRoot.makeDirectory("referenced")
        defer {
            for file in ["life.yaml", "form.yaml"] { unlink("\(base)/\(file)") }
            rmdir(base)
        }
        let lines = try SourceText.load(Repository.path("Tests/DefinitionFilesTests/Good/grant.yaml"))
            .split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("form:") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("states:") })
        let life = [lines[..<start].joined(separator: "\n"), "form: \(name)", lines[end...].joined(separator: "\n")]
        try write(life.joined(separator: "\n"), "\(base)/life.yaml")
        try write(form, "\(base)/form.yaml")
        try body("\(base)/life.yaml")
    }

    private func write(_ text: String, _ path: String) throws {
        let file = try #require(fopen(path, "wb"))
        fputs(text, file)
        fclose(file)
    }

    /// A file that is no form is told of without a word of what it holds.
    @Test(arguments: [
        "root:x:0:0:secretword:/root:/bin/bash\ndaemon:x:1:1:secretword:/:/x\n", "secretword: hunter2\n",
        "- secretword\n", "secretword\n",
    ])
    func aFileThatIsNoFormIsNotQuoted(_ text: String) throws {
        try folder(text) { path in
            let (definition, faults) = LifecycleFile.check(path: path)
            #expect(definition == nil)
            #expect(faults.count == 1, "\(DefinitionFaults(faults))")
            #expect(faults.first?.file.hasSuffix("form.yaml") ?? false)
            #expect(!DefinitionFaults(faults).description.contains("secretword"))
        }
    }

    /// A pipe into which nobody writes is told of, and never waited for.
    @Test(arguments: ["pipe", "./pipe"]) func aFormThatIsAPipe(_ name: String) throws {
        try folder("", named: name) { path in
            let base = String(path.dropLast("/life.yaml".count))
            try #require(mkfifo("\(base)/pipe", 0o600) == 0)
            defer { unlink("\(base)/pipe") }
            let (definition, faults) = LifecycleFile.check(path: path)
            #expect(definition == nil && faults.count == 1, "\(DefinitionFaults(faults))")
            let line = try SourceText.load(path).split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.hasPrefix("form:") }
            #expect(faults.first?.file == path && faults.first?.line == line.map { $0 + 1 })
            #expect(faults.first?.sentence == "the form \"\(name)\" is a named pipe, and a file is needed")
        }
    }

    /// What one line of a request cannot carry is told of by the check, with the limit.
    @Test func whatALoadRefusesForItsSizeIsToldByTheCheck() throws {
        let help = String(repeating: "a long help text, ", count: 4000)
        let keys = ["partners, type: partners", "answers, type: answers", "begins, type: date", "finishes, type: date"]
        let others = keys.map { "  - {key: \($0)}\n" }.joined() + "  - {key: reason_alone, type: text}\n"
        let title = "  - {key: title, type: text, help: \"\(help)\"}\n"
        try folder("form: grant\nversion: 1\nfields:\n" + title + others) { path in
            let (definition, faults) = LifecycleFile.check(path: path)
            #expect(definition == nil)
            #expect(faults.contains { $0.file == path && $0.line == 1 && $0.sentence.contains("at most 65400") })
        }
    }

    @Test(arguments: [
        ("form.yaml", 1, true), ("../forms/x.yaml", 1, true), ("a/../../forms/x.yaml", 1, true),
        ("../../etc/passwd", 1, false), ("../../../etc/passwd", 2, false), ("/etc/passwd", 2, false),
        ("../../lifecycles/x.yaml", 2, true), ("a/../../../x", 1, false), ("./x", 0, true), ("../x", 0, false),
    ])
    func pathsStayInTheTree(_ path: String, _ ups: Int, _ stays: Bool) {
        #expect((SourceText.misplaced(path, ups: ups) == nil) == stays)
    }
}
