import Testing

@testable import Record

@Suite struct WitnessPolicyTests {
    let log: NoteSigner
    let witnesses: [NoteSigner]
    let text: String

    init() throws {
        log = try NoteSigner(name: "example.org/record", seed: Array(repeating: 9, count: 32))
        witnesses = try (0..<4).map {
            try NoteSigner(
                name: "w\($0).example", kind: .cosignature, seed: Array(repeating: UInt8(50 + $0), count: 32))
        }
        text = """
            # who counts
            log \(log.key.text) https://example.org/

            witness\tA \(witnesses[0].key.text)
              witness B \(witnesses[1].key.text) https://b.example/
            witness C \(witnesses[2].key.text)
            witness D \(witnesses[3].key.text)
            group some 2 A B C
            group both all some D
            quorum both

            """
    }

    @Test func groupsAreCounted() throws {
        let policy = try WitnessPolicy(parsing: Array(text.utf8))
        #expect(policy.logs.map(\.key) == [log.key])
        #expect(policy.logs[0].url == "https://example.org/")
        #expect(policy.witnesses.map(\.name) == ["A", "B", "C", "D"])
        #expect(policy.groups.map(\.threshold) == [2, 2])
        for (names, enough) in [
            ("", false), ("A", false), ("AB", false), ("ABC", false), ("D", false), ("AD", false), ("ACD", true),
            ("ABCD", true), ("BCDX", true),
        ] {
            #expect(policy.isQuorum(Set(names.map(String.init))) == enough, "\(names)")
        }
        #expect(try WitnessPolicy(parsing: Array("quorum none\n".utf8)).isQuorum([]))
        #expect(try WitnessPolicy(lines: policy.lines) == policy)
    }

    @Test func timesAreThoseOfAQuorum() throws {
        let policy = try WitnessPolicy(
            lines: ["log \(log.key.text)"] + witnesses.enumerated().map { "witness W\($0) \($1.key.text)" } + [
                "group Q 2 W0 W1 W2 W3", "quorum Q",
            ])
        var note = try Checkpoint(origin: log.key.name, size: 3, root: .leaf(1)).signed(by: log)
        var seen = try policy.check(note)
        #expect(!seen.hasQuorum)
        #expect(seen.quorumSawAfter == nil && seen.quorumSawBy == nil)
        // One witness has a clock that is far behind, one far ahead: neither moves what two others say.
        for (index, seconds) in [5, 1000, 1010, 9_000_000].enumerated() {
            note.add(try witnesses[index].cosignature(of: note.text, at: Int64(seconds)))
        }
        seen = try policy.check(note)
        #expect(seen.hasQuorum)
        #expect(seen.seconds == ["W0": 5, "W1": 1000, "W2": 1010, "W3": 9_000_000])
        #expect(seen.quorumSawAfter == 1010)
        #expect(seen.quorumSawBy == 1000)
        let other = try NoteSigner(name: "example.org/other", seed: Array(repeating: 8, count: 32))
        #expect(throws: NoteFault.otherOrigin("example.org/other")) {
            try policy.check(try Checkpoint(origin: "example.org/other", size: 3, root: .leaf(1)).signed(by: other))
        }
        let forged = try NoteSigner(name: log.key.name, seed: Array(repeating: 8, count: 32))
        #expect(throws: NoteFault.unsigned) {
            try policy.check(try Checkpoint(origin: log.key.name, size: 3, root: .leaf(1)).signed(by: forged))
        }
    }

    @Test func everyFaultNamesItsLine() throws {
        let a = witnesses[0].key.text
        let b = witnesses[1].key.text
        let key = log.key.text
        let cases: [(String, Int, String)] = [
            ("", 0, "quorum line is missing"), ("log\nquorum none\n", 1, "log KEY"),
            ("log \(key) u x\nquorum none\n", 1, "log KEY"), ("log nonsense\nquorum none\n", 1, "name+id+key"),
            ("log \(a)\nquorum none\n", 1, "cosigns"), ("witness A \(key)\nquorum none\n", 1, "signs as a log"),
            ("log \(key)\nlog \(key)\nquorum none\n", 2, "twice"), ("\n\nlogs \(key)\n", 3, "is not one of"),
            ("witness A \(a)\nwitness B \(a)\nquorum none\n", 2, "twice"),
            ("witness A \(a)\nwitness A \(b)\nquorum none\n", 2, "is taken"),
            ("witness none \(a)\nquorum none\n", 1, "is taken"), ("witness A\nquorum none\n", 1, "witness NAME KEY"),
            ("group G any A\nquorum none\n", 1, "not a witness or group"),
            ("witness A \(a)\ngroup G any\nquorum none\n", 2, "group NAME"),
            ("witness A \(a)\ngroup G 2 A\nquorum G\n", 2, "from 1 to 1"),
            ("witness A \(a)\ngroup G 0 A\nquorum G\n", 2, "from 1 to 1"),
            ("witness A \(a)\ngroup G 01 A\nquorum G\n", 2, "from 1 to 1"),
            ("witness A \(a)\ngroup G some A\nquorum G\n", 2, "from 1 to 1"),
            ("witness A \(a)\ngroup G any none\nquorum G\n", 2, "not a witness or group"),
            ("witness A \(a)\ngroup G any A A\nquorum G\n", 2, "member already"),
            ("witness A \(a)\ngroup G any A\ngroup H any A\nquorum G\n", 3, "member already"),
            ("quorum none\nquorum none\n", 2, "a quorum already"), ("quorum A\n", 1, "not a witness or group"),
            ("quorum\n", 1, "quorum NAME"), ("quorum none", 1, "not ended"), ("quorum no\u{1}ne\n", 1, "control"),
            ("quorum none\r\n", 1, "CR LF"), ("# a\rquorum none\r", 1, "CR alone"),
            ("\u{FEFF}quorum none\n", 1, "byte order mark"), ("# \u{2028}quorum none\n", 0, "a quorum line is missing"),
        ]
        for (text, line, part) in cases {
            do {
                _ = try WitnessPolicy(parsing: Array(text.utf8))
                Issue.record("read: \(text)")
            } catch {
                #expect(error.line == line, "\(text): \(error)")
                #expect("\(error)".contains(part), "\(text): \(error)")
            }
        }
        #expect(throws: PolicyFault(line: 0, "it is not valid UTF-8")) { try WitnessPolicy(parsing: [0xFF, 0x0A]) }
    }

    @Test func cutsAndFlipsNeverTrap() {
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            _ = try? WitnessPolicy(parsing: Array(bytes.prefix(index)))
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                _ = try? WitnessPolicy(parsing: damaged)
            }
        }
    }
}
