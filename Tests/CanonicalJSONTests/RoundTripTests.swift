import TestRandom
import Testing

@testable import CanonicalJSON

@Suite struct RoundTripTests {
    @Test func randomValuesComeBackFromTheirBytes() throws {
        var generator = SeededRandom(seed: 2)
        for _ in 0..<5_000 {
            let value = RandomJSON.value(using: &generator)
            let bytes = value.canonicalBytes
            let again = try JSONValue.parse(bytes)
            #expect(again == value)
            #expect(again.hashValue == value.hashValue)
            #expect(again.canonicalBytes == bytes)
        }
    }

    @Test func howAValueIsWrittenDoesNotMatter() throws {
        var generator = SeededRandom(seed: 3)
        for _ in 0..<5_000 {
            let value = RandomJSON.value(using: &generator)
            let loose = RandomJSON.loose(value, using: &generator)
            #expect(try JSONValue.parse(loose) == value, "\(loose)")
        }
    }

    @Test func equalityIsEqualityOfBytes() {
        var generator = SeededRandom(seed: 4)
        for _ in 0..<5_000 {
            let one = RandomJSON.value(depth: 1, using: &generator)
            let two = RandomJSON.value(depth: 1, using: &generator)
            #expect((one == two) == (one.canonicalBytes == two.canonicalBytes))
        }
    }

    /// 120,000 damaged texts: each is refused, or read as a value that comes back from its canonical bytes.
    @Test func damagedTextsNeverTrap() throws {
        var generator = SeededRandom(seed: 5)
        var refused = 0
        let marks = Array("{}[]\",:\\u0-e. \u{0}tfn".utf8) + [0x80, 0xC3, 0xED, 0xEF, 0xF0, 0xFF]
        for _ in 0..<12_000 {
            var bytes = Array(RandomJSON.loose(RandomJSON.value(depth: 3, using: &generator), using: &generator).utf8)
            for _ in 0..<10 {
                damage(&bytes, with: marks, using: &generator)
                if let value = try? JSONValue.parse(bytes) {
                    if try JSONValue.parse(value.canonicalBytes) != value { Issue.record("\(bytes)") }
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > 60_000)
    }

    private func damage(_ bytes: inout [UInt8], with marks: [UInt8], using generator: inout SeededRandom) {
        let index = Int.random(in: 0...bytes.count, using: &generator)
        let mark = marks[Int.random(in: 0..<marks.count, using: &generator)]
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.insert(mark, at: index)
        case 1 where index < bytes.count: bytes[index] = mark
        case 2 where index < bytes.count: bytes.remove(at: index)
        case 3 where index < bytes.count: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 4 where bytes.count > 40: bytes.removeSubrange(min(index, bytes.count - 1)...)
        default: bytes.append(mark)
        }
    }
}
