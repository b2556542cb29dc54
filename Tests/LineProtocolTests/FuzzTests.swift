import CanonicalJSON
import NIOCore
import TestRandom
import Testing

@testable import LineProtocol

/// Whatever bytes come, reading ends in a value or a fault; what is read can be written and read again.
@Suite("Random lines")
struct FuzzTests {
    static let seeds = [
        #"d1 DRAFT asem key=k1 {"title":"Sustainable connectivity","pillar":"economic","cost":{"amount":"1.50"}}"#,
        #"1 POSITION ASEM-2026-0001 objection if=12 {"partner":"at","reason":"größer \u00e4\ud83d\ude00"}"#,
        "q LIST asem state=circulated track=work-programme limit=10 after=ASEM-2026-0009", "p PING", "c CANCEL w1",
        #"a AUTH {"token":"chy_0123456789abcdef"}"#, "r REPLAY ASEM-2026-0001 at=2026-10-03T10:00:00Z",
        #"1 ERR BUSY after=200 none {"message":"full"}"#, #"* HELLO {"protocol":1,"limits":{"open_tags":32}}"#,
        #"1 ROW {"a":[1,2,{"b":null}]}"#,
    ]

    static let pieces: [[UInt8]] =
        [
            " ", "=", "{", "}", "\"", "\\", "key=", "if=", "\\u0000", "\\ud800", "1.5", "[", "]", ":", ",", "\t",
            "\u{0}",
            "é", "😀", "OK", "ERR", "*", "after=", "PING", "9007199254740993", "-", "{}", "{{{{{{{{{{{{{{{{{{",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x7F]]

    private func mutated(using generator: inout SeededRandom) -> [UInt8] {
        var line = Array(FuzzTests.seeds[Int.random(in: 0..<FuzzTests.seeds.count, using: &generator)].utf8)
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let place = Int.random(in: 0...line.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: line.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 1: if place < line.count { line.remove(at: place) }
            case 2: if place < line.count { line[place] = UInt8.random(in: 0...255, using: &generator) }
            case 3:
                let piece = FuzzTests.pieces[Int.random(in: 0..<FuzzTests.pieces.count, using: &generator)]
                line.insert(contentsOf: piece, at: place)
            default: line.removeSubrange(place...)
            }
        }
        return line
    }

    @Test("200,000 mutated and random lines end in a value or a fault")
    func lines() throws {
        var generator = SeededRandom(seed: 2026)
        var outcomes: [String: Int] = [:]
        for round in 0..<200_000 {
            let line =
                round.isMultiple(of: 4)
                ? (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                : mutated(using: &generator)
            switch verdict(line) {
            case .request(let request):
                outcomes["request", default: 0] += 1
                let again = try Request.parse(Array(request.line.utf8))
                #expect(again == request)
            case .frame(let code):
                outcomes[code.rawValue, default: 0] += 1
                #expect(code.entry.closes)
            case .error(_, let code):
                outcomes[code.rawValue, default: 0] += 1
                #expect(!code.entry.closes)
            }
            if let reply = try? Reply.parse(line) {
                outcomes["reply", default: 0] += 1
                #expect(try Reply.parse(Array(reply.line.utf8)) == reply)
            }
        }
        let expected: [String] = [
            "request", "reply", "NO_TAG", "CONTROL_CHARACTER", "INVALID_UTF8", "UNKNOWN_VERB", "BAD_ARGUMENT",
            "BAD_JSON",
            "MISSING_ARGUMENT", "EXTRA_ARGUMENT",
        ]
        for outcome in expected { #expect(outcomes[outcome, default: 0] > 100, "\(outcome) was hardly met") }
    }
}
