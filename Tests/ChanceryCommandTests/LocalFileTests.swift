import DefinitionFiles
import Glibc
import TestSupport
import Testing

@testable import ImportFiles
@testable import Terminal

/// Files of the user's that are written and read.
@Suite struct LocalFileTests {
    private func folder() throws -> String { try TestRoot.makeDirectory("files") }

    private func text(_ path: String) throws -> String { String(decoding: try LocalFile.bytes(path), as: UTF8.self) }

    @Test func whoeverReadsAFileMeanwhileHasAllOfTheOldOne() throws {
        let path = try folder() + "/view.csv"
        try LocalFile.writeShared("the old text, which is longer", to: path)
        let reader = open(path, O_RDONLY)
        defer { close(reader) }
        var first = [UInt8](repeating: 0, count: 7)
        #expect(read(reader, &first, 7) == 7)
        try LocalFile.writeShared("new", to: path)
        var rest = [UInt8](repeating: 0, count: 100)
        let count = read(reader, &rest, 100)
        #expect(String(decoding: first + rest.prefix(max(0, count)), as: UTF8.self) == "the old text, which is longer")
        #expect(try text(path) == "new")
        #expect(LocalFile.names(in: String(path.dropLast("/view.csv".count))) == ["view.csv"])
    }

    @Test(arguments: [0o600, 0o664, 0o640] as [mode_t]) func permissionsStay(_ mode: mode_t) throws {
        let path = try folder() + "/view.csv"
        try LocalFile.writeShared("old", to: path)
        #expect(chmod(path, mode) == 0)
        try LocalFile.writeShared("new", to: path)
        #expect(LocalFile.mode(path) == mode)
        #expect(try text(path) == "new")
    }

    @Test func aLinkGoesOnPointing() throws {
        let folder = try folder()
        let other = try self.folder()
        try LocalFile.writeShared("old", to: other + "/there.csv")
        #expect(symlink("\(other)/there.csv", folder + "/far.csv") == 0)
        #expect(symlink("far.csv", folder + "/near.csv") == 0)
        #expect(symlink("nowhere.csv", folder + "/dangling.csv") == 0)
        #expect(symlink("round.csv", folder + "/round.csv") == 0)
        try LocalFile.writeShared("new", to: folder + "/near.csv")
        try LocalFile.writeShared("made", to: folder + "/dangling.csv")
        #expect(throws: FileFault.self) { try LocalFile.writeShared("never", to: folder + "/round.csv") }
        #expect(FileFacts(folder + "/near.csv")?.isLink == true)
        #expect(FileFacts(folder + "/far.csv")?.isLink == true)
        #expect(try text(other + "/there.csv") == "new")
        #expect(try text(folder + "/nowhere.csv") == "made")
        #expect(LocalFile.names(in: other) == ["there.csv"])
    }

    @Test func aDeviceIsWrittenTo() throws {
        try LocalFile.writeShared("gone", to: "/dev/null")
        #expect(FileFacts("/dev/null")?.isDevice == true)
        let folder = try folder() + "/missing/view.csv"
        #expect(throws: FileFault.self) { try LocalFile.writeShared("x", to: folder) }
    }

    /// Nobody may ever write into a pipe that lies where a file of the forum is looked for.
    @Test(arguments: ["import.yaml", "forum.yaml"]) func aPipeIsNotWaitedFor(_ name: String) throws {
        let folder = try folder()
        #expect(mkfifo("\(folder)/\(name)", 0o600) == 0)
        #expect(
            throws: CommandFailure.usage("\(folder)/\(name) is a named pipe, and a file is needed")
        ) { try ImportVocabulary.inFolder(folder) }
    }
}
