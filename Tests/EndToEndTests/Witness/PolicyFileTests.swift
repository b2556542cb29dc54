import Record
import TestSupport
import Testing

@testable import ServerCommands
@testable import Terminal

/// The policy that a server is started with.
@Suite struct PolicyFileTests {
    private static let log = "log records.example/example+01799069+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk\n"

    @Test(arguments: [
        ("logs x\nquorum none\n", ":1: \"logs\" is not one of log, witness, group, quorum"),
        (log + "witness one nonsense\nquorum one\n", ":2: the key is not of the form"),
        (log + "\n# nobody yet\nquorum one\n", ":4: one is not a witness or group of a line before"),
        (log, ": a quorum line is missing"), (log + "quorum none", ":2: the last line is not ended by a line break"),
    ])
    func aServerDoesNotStartWithABadOne(_ text: String, _ sentence: String) async throws {
        let folder = try TestRoot.makeDirectory("policy")
        try LocalFile.writePrivate(text, to: folder + "/mine")
        for arguments in [["--policy", "mine"], ["--config", "settings"]] {
            try LocalFile.writePrivate("policy: mine\ndata: data\n", to: folder + "/settings")
            let ended = try await ClientProgram.chancery(
                ["serve", "--listen", "127.0.0.1:0", "--web", "none"] + arguments, in: folder)
            #expect(ended.status == 2 && ended.errors.hasPrefix("chancery: mine" + sentence), "\(ended)")
            #expect(!LocalFile.exists(folder + "/data") && !LocalFile.exists(folder + "/chancery-data"))
        }
        let missing = try await ClientProgram.chancery(["serve", "--policy", "none", "--web", "none"], in: folder)
        #expect(missing.status == 2 && missing.errors.contains("the policy none cannot be opened"), "\(missing)")
    }

    @Test func whereItIsLookedFor() throws {
        let folder = try TestRoot.makeDirectory("policy")
        var settings = ServeConfiguration()
        settings.data = folder
        #expect(try settings.witnessPolicy() == WitnessPolicy())
        try LocalFile.writePrivate(PolicyFileTests.log + "quorum none\n", to: folder + "/policy")
        #expect(try settings.witnessPolicy().logs.count == 1)
        settings.database = .conninfo("dbname=x")
        #expect(try settings.witnessPolicy() == WitnessPolicy())
        settings.policy = folder + "/policy"
        #expect(try settings.witnessPolicy().logs.count == 1)
    }
}
