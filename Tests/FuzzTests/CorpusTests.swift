import Foundation
import FuzzTargets
import Testing

/// The kept corpus of Tests/Fuzz and mutations of it, through the entry points that libFuzzer drives there.
@Suite("Hostile bytes", .timeLimit(.minutes(60)))
struct CorpusTests {
    /// So many mutations of a target of short inputs, and fewer of longer ones: 2,000, or what CHANCERY_FUZZ_RUNS says.
    private static func runs(_ target: FuzzTarget) -> Int {
        let runs = ProcessInfo.processInfo.environment["CHANCERY_FUZZ_RUNS"].flatMap { Int($0) } ?? 2000
        return runs * 1024 / max(1024, target.longest)
    }

    @Test("what is kept is read or refused, and so are mutations of it", arguments: FuzzTarget.all.map(\.name))
    func keptAndMutated(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let kept = Corpus.inputs(of: target)
        try #require(!kept.isEmpty)
        var mutation = Mutation(of: kept, longest: target.longest, seed: 2026)
        var verdicts: [String: Int] = [:]
        for number in 0..<(kept.count + Self.runs(target)) {
            let input = number < kept.count ? kept[number] : mutation.next()
            do {
                verdicts[try target.check(input), default: 0] += 1
            } catch {
                Issue.record("\(error): \(String(decoding: input, as: UTF8.self).debugDescription)")
            }
        }
        // A target of which nothing is read any more shows nothing.
        #expect(target.verdicts.isSubset(of: verdicts.keys), "\(verdicts)")
    }

    @Test("the second verifier reads them alike", arguments: FuzzTarget.readTwice.map(\.name))
    func readTwice(_ name: String) throws {
        let target = try #require(FuzzTarget.readTwice.first { $0.name == name })
        let kept = Corpus.inputs(of: target)
        try #require(!kept.isEmpty)
        var mutation = Mutation(of: kept, longest: target.longest, seed: 2027)
        // With a history's events the second verifier reads the whole of it, which takes a while.
        let (known, new) = target.name == "history" ? (20, 20) : (kept.count, 500)
        let inputs = kept.prefix(known) + (0..<new).map { _ in mutation.next() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("readers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try target.lay(Array(inputs), in: folder.path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Repository.path("Tests/Fuzz/readers"), name, folder.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }
}
