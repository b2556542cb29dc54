import TestRandom

/// Changes an input a little, as libFuzzer does, and always the same for the same seed.
struct Mutation {
    private var random: SeededRandom
    private let inputs: [[UInt8]]
    private let longest: Int

    init(of inputs: [[UInt8]], longest: Int, seed: UInt64) {
        self.inputs = inputs
        self.longest = longest
        random = SeededRandom(seed: seed)
    }

    private static let pieces: [[UInt8]] =
        [
            "\n", "\r\n", " ", "\"", "\\", "{}", "[]", "=", ":", ",", "\u{0}", "\u{1}", "\u{301}", "\u{202E}",
            "\u{D4E}", "é", "\\u0000",
            "\\ud800", "-1", "0", "00", "9007199254740993", "null", "sha256 =\n", "AAAA",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF]]

    mutating func next() -> [UInt8] {
        var input = random.pick(inputs)
        for _ in 0..<(1 + random.below(4)) { change(&input) }
        return Array(input.prefix(longest))
    }

    private mutating func change(_ input: inout [UInt8]) {
        let place = random.below(input.count + 1)
        let end = min(input.count, place + 1 + random.below(16))
        switch random.below(7) {
        case 0 where place < input.count: input[place] = UInt8(random.below(256))
        case 1 where place < input.count: input[place] ^= 1 << UInt8(random.below(8))
        case 2: input.removeSubrange(place..<end)
        case 3: input.insert(contentsOf: input[place..<end], at: random.below(input.count + 1))
        case 4: input.insert(contentsOf: random.pick(Mutation.pieces), at: place)
        case 5:
            let other = random.pick(inputs)
            input.replaceSubrange(place..., with: other.suffix(random.below(other.count + 1)))
        default: input.insert(UInt8(random.below(256)), at: place)
        }
    }
}
