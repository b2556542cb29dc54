import CanonicalJSON
import Foundation
import Proposals
import Record
import TestRandom
import Testing

@testable import Bundles

/// Both verifiers on the same bundles: they must agree, on good and on damaged ones.
@Suite struct SecondVerifierTests {
    struct Answer: Decodable, Equatable {
        var verdict: String
        var findings: [String]?
        var reason: String?
    }

    /// The first Python that has the library.
    static let python: String = {
        let candidates = ["python3", "/usr/bin/python3"]
        return candidates.first { candidate in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [candidate, "-c", "import cryptography"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        } ?? "python3"
    }()

    /// What the verifier in docs/verify says of bundles, in one process for many of them.
    static func answers(_ bundles: [[UInt8]], policy: WitnessPolicy) throws -> [Answer] {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let policyFile = folder.path + "/policy"
        try Data(policy.lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: policyFile))
        var answers: [Answer] = []
        for start in stride(from: 0, to: bundles.count, by: 2000) {
            var paths: [String] = []
            for (index, bytes) in bundles[start..<min(start + 2000, bundles.count)].enumerated() {
                paths.append(folder.path + "/\(start + index)")
                try Data(bytes).write(to: URL(fileURLWithPath: paths[index]))
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                [python, Repository.path("docs/verify/verify_bundle.py"), "--policy", policyFile] + paths
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            try #require(process.terminationStatus < 2, "the second verifier fell over")
            for line in data.split(separator: 0x0A) {
                answers.append(try JSONDecoder().decode(Answer.self, from: Data(line)))
            }
        }
        try #require(answers.count == bundles.count)
        return answers
    }

    /// What the first verifier says, in the same words.
    static func answer(_ bytes: [UInt8], policy: WitnessPolicy) -> Answer {
        do {
            let report = try BundleVerifier.verify(bytes, trusted: policy)
            return Answer(verdict: report.verdict.rawValue, findings: report.kinds)
        } catch {
            return Answer(verdict: "refused", reason: "\(error)")
        }
    }

    private func agree(_ bundles: [[UInt8]], _ policy: WitnessPolicy) throws -> [Answer] {
        let second = try SecondVerifierTests.answers(bundles, policy: policy)
        for (index, (bytes, answer)) in zip(bundles, second).enumerated() {
            let first = SecondVerifierTests.answer(bytes, policy: policy)
            #expect(first.verdict == answer.verdict, "bundle \(index): \(first), \(answer)")
            #expect(first.findings == answer.findings, "bundle \(index): \(first), \(answer)")
        }
        return second
    }

    @Test func recordsEnteredByTheServersAdministratorsAreOneToBoth() throws {
        for isNoted in [false, true] {
            let recorded = try BundleTests.enteredByTheServer(andNoted: isNoted)
            let answers = try agree([try recorded.bundle(), try recorded.bundle("ASEM-2009-0001")], recorded.policy)
            #expect(Set(answers.map(\.verdict)) == [isNoted ? "faulty" : "sound"])
        }
    }

    @Test func goodBundlesAreSoundForBoth() throws {
        let recorded = try BundleTests.reported()
        var short = recorded
        short.notes.removeLast(1)
        let (tiny, open) = (
            try DamageTests.tiny(),
            try BundleTests.withContact(.value(salt: BundleTests.salt, text: BundleTests.contact))
        )
        var answers = try agree(
            [try recorded.bundle(), try recorded.bundle(World.ref), try short.bundle()], recorded.policy)
        answers += try agree([try tiny.bundle()], tiny.policy)
        let silent = try BundleTests.silent()
        answers += try agree([try silent.bundle(), try silent.bundle(World.charter)], silent.policy)
        answers += try agree([try open.bundle(), try open.bundle(World.ref)], open.policy)
        #expect(Set(answers.map(\.verdict)) == ["sound"])
        var unseen = recorded
        unseen.notes = []
        try unseen.sign(witnesses: 1)
        #expect(
            try agree([try unseen.bundle(), try unseen.bundle(World.ref)], recorded.policy).map(\.verdict) == [
                "unwitnessed", "unwitnessed",
            ])
    }

    @Test(arguments: [11, 12] as [UInt64])
    func randomWorkloadsAreSoundForBoth(_ seed: UInt64) throws {
        let recorded = try BundleTests.workload(seed, steps: 3000)
        let refs = ["ASEM-2026-0001", "ASEM-2026-0004"]
        let answers = try agree([try recorded.bundle()] + refs.map { try recorded.bundle($0) }, recorded.policy)
        #expect(Set(answers.map(\.verdict)) == ["sound"])
    }

    @Test func everyCutAndEveryFlipIsRefusedByTheSecond() throws {
        let recorded = try DamageTests.tiny()
        let bytes = try recorded.bundle()
        var damaged: [[UInt8]] = []
        for index in bytes.indices {
            damaged.append(Array(bytes.prefix(index)))
            for mask: UInt8 in [1, 0x20, 0x80] {
                var flipped = bytes
                flipped[index] ^= mask
                damaged.append(flipped)
            }
        }
        let answers = try SecondVerifierTests.answers(damaged, policy: recorded.policy)
        #expect(answers.allSatisfy { $0.verdict == "refused" })
    }

    @Test func damageThatIsClosedAnewIsRefusedByBoth() throws {
        let recorded = try BundleTests.reported()
        for scope in [nil, World.ref] {
            let lines = DamageTests.lines(try recorded.bundle(scope))
            var bundles: [[UInt8]] = []
            for index in lines.indices where index < 45 || index % 23 == 0 || index > lines.count - 9 {
                if lines[index].hasPrefix("policy ") || lines[index].hasPrefix("forum ") { continue }
                var changed = lines
                changed.remove(at: index)
                bundles.append(DamageTests.closed(changed))
                changed = lines
                changed.insert(lines[index], at: index)
                bundles.append(DamageTests.closed(changed))
                changed = lines
                changed[index] += " "
                bundles.append(DamageTests.closed(changed))
                changed = lines
                let middle = changed[index].index(changed[index].startIndex, offsetBy: changed[index].count / 2)
                changed[index].remove(at: middle)
                bundles.append(DamageTests.closed(changed))
            }
            #expect(Set(try agree(bundles, recorded.policy).map(\.verdict)) == ["refused"])
        }
    }

    @Test func forgedRecordsAreFaultyForBoth() throws {
        let recorded = try BundleTests.reported()
        let bundles = try DamageTests.forgeries(of: recorded).map { forged in
            var forged = forged
            try forged.sign()
            return try forged.bundle()
        }
        #expect(bundles.count >= 10)
        #expect(Set(try agree(bundles, recorded.policy).map(\.verdict)) == ["faulty"])
    }

    @Test func backDatingIsSeenByBoth() throws {
        let recorded = try BundleTests.reported()
        let bundles = try ([-1, 0, 1] as [Int64]).flatMap { hours in
            let forged = try DamageTests.backDated(recorded, hours: hours)
            return [try forged.bundle(), try forged.bundle(World.ref)]
        }
        let answers = try agree(bundles, recorded.policy)
        #expect(answers.map(\.verdict) == ["faulty", "faulty", "sound", "sound", "faulty", "faulty"])
    }

    /// Whatever is done to events, neither falls over, and what the second finds wrong the first does too.
    @Test func strangeEventsAreFaultyForTheFirstWhereTheyAreForTheSecond() throws {
        let recorded = try BundleTests.reported()
        var random = SeededRandom(seed: 77)
        var bundles: [[UInt8]] = []
        for _ in 0..<120 {
            let index = Int.random(in: recorded.record.count - 14..<recorded.record.count, using: &random)
            let early = Int.random(in: 0..<recorded.record.count, using: &random)
            var forged = try recorded.forged { record in
                for index in [index, early].prefix(random.pick([1, 1, 2])) {
                    var object = record[index].event.json
                    object["data"] = Self.strange(object["data"] ?? .null, &random)
                    if let event = try? Event(json: object) { record[index] = SealedEvent(event) }
                }
                if random.chance(70) {
                    record.rechain("registry")
                    record.rechain(World.ref)
                }
            }
            try forged.sign()
            bundles.append(try forged.bundle())
        }
        let second = try SecondVerifierTests.answers(bundles, policy: recorded.policy)
        for (bytes, answer) in zip(bundles, second) {
            let first = SecondVerifierTests.answer(bytes, policy: recorded.policy)
            #expect(answer.verdict != "refused" && first.verdict != "refused", "\(first), \(answer)")
            if answer.verdict == "faulty" { #expect(first.verdict == "faulty", "\(answer)") }
        }
        #expect(second.count { $0.verdict == "faulty" } > 60)
    }

    /// The value with one thing in it changed: a member gone, of another kind, or with another text.
    private static func strange(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        switch value {
        case .object(var object) where !object.isEmpty && random.chance(85):
            let key = random.pick(object.keys)
            object[key] = random.chance(20) ? nil : strange(object[key] ?? .null, &random)
            return .object(object)
        case .array(var elements) where !elements.isEmpty && random.chance(85):
            let index = Int.random(in: 0..<elements.count, using: &random)
            if random.chance(30) {
                elements.remove(at: index)
            } else {
                elements[index] = strange(elements[index], &random)
            }
            return .array(elements)
        case .string(let text) where random.chance(50):
            return .string(random.pick(["", "x", text + "x", "2026-01-01"]))
        case .integer(let number) where random.chance(50): return .integer(random.pick([0, -1, number + 1, 1 << 53]))
        case .null, .bool, .integer, .string, .array, .object:
            return random.pick([.null, true, 0, "x", [], ["x", .null], [:], ["partner": 7]])
        }
    }

    @Test func itIsSmall() throws {
        let text = try String(contentsOfFile: Repository.path("docs/verify/verify_bundle.py"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401)
    }
}
