import CanonicalJSON
import TestRandom

/// A text that looks like something else to a careless reader, around a word that no other text has.
struct OddText: Sendable {
    /// Whether it may stand, and where.
    enum Nature: Int, Comparable, Sendable {
        /// Everywhere.
        case plain
        /// With characters that are not seen: in no name.
        case hidden
        /// In several lines: where more than one is asked for.
        case broken
        /// With a character that would change how the rest is shown: nowhere.
        case harmful
        /// Longer than what is kept.
        case tooLong

        static func < (one: Nature, other: Nature) -> Bool { one.rawValue < other.rawValue }
    }

    private(set) var text: String
    private(set) var nature = Nature.plain
    /// The word by which it is found: it stands by itself at the beginning, whatever comes then.
    let word: String

    /// How many kinds there are, which follow one another.
    static let kinds = 14

    /// A text of at most so many code points.
    init(_ number: Int, limit: Int) {
        var random = SeededRandom(seed: UInt64(number))
        word = "q\(number)z"
        text = word + " "
        let round = number / Self.kinds
        switch number % Self.kinds {
        case 0: for _ in 0..<6 { add(random.pick(Self.quotes), .plain) }
        case 1: for _ in 0..<2 { add(random.pick(Self.lines), .plain) }
        case 2: for _ in 0..<2 { add(random.pick(Self.breaks) + random.pick(Self.lines), .broken) }
        case 3: add(Self.controls[round % Self.controls.count], .harmful)
        case 4: add(Self.turns[round % Self.turns.count], .harmful)
        case 5: add("שלום \(random.pick(Self.unseen))العربية", .hidden)
        case 6: for _ in 0..<4 { add(random.pick(Self.forms), .plain) }
        case 7: fill(with: random.pick(Self.marks), upTo: limit)
        case 8: for _ in 0..<4 { add(random.pick(Self.prepended) + random.pick(Self.quotes), .plain) }
        case 9: add(random.pick(Self.planes), .plain)
        case 10: fill(with: random.pick(["\"", "\\", "𝒳", "é", "a", "文"]), upTo: limit)
        case 11:
            fill(with: "a", upTo: random.chance(50) ? limit + 1 : max(limit + 1, 60 << 10))
            nature = .tooLong
        case 12:
            text = "commitment:" + text
            nature = .harmful
        default: for _ in 0..<8 { mix(&random) }
        }
        // What was put together above may be longer than a short field takes.
        if nature < .broken { text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) }
        if text.unicodeScalars.count > limit { nature = .tooLong }
        // At the ends no white space stands, which a line does not keep.
        text += nature == .broken || nature == .harmful ? "." : ""
    }

    private mutating func add(_ piece: String, _ nature: Nature) {
        // Scalar by scalar: a mark that comes first would else join what stands before it.
        text.unicodeScalars.append(contentsOf: piece.unicodeScalars)
        self.nature = max(self.nature, nature)
    }

    private mutating func mix(_ random: inout SeededRandom) {
        switch random.below(7) {
        case 0: add(random.pick(Self.quotes), .plain)
        case 1: add(random.pick(Self.lines), .plain)
        case 2: add(random.pick(Self.breaks) + "x", .broken)
        case 3: add(random.pick(Self.unseen) + "x", .hidden)
        case 4: add(random.pick(Self.forms), .plain)
        case 5: add(random.pick(Self.prepended) + random.pick(Self.quotes), .plain)
        default: add(random.pick(Self.planes), .plain)
        }
    }

    /// Fills up, as far as one line of a request goes.
    private mutating func fill(with piece: String, upTo limit: Int) {
        let size = JSONValue.string(piece).canonicalBytes.count - 2
        let count = min(limit - text.unicodeScalars.count, (60 << 10) / size)
        add(String(repeating: piece, count: max(0, count)), .plain)
    }

    private static let quotes = [
        "\"", "\\", "\\\"", "\\u0000", "\\n", "{}", "}", "]", "{\"a\":", ",\"x\":1}", "'", "''; --", "%s", "$1", "<b>",
        "&amp;", "`",
        "commitment:", "=", "/", "../", "\\x00",
    ]
    private static let lines = [
        "* OK", "* BYE {\"code\":\"INTERNAL\"}", "0 OK {}", "1 ERR BUSY after=1 none", "0 ROW {\"a\":1}", "* HELLO {}",
        "0 NOTE X {\"text\":\"x\"}",
    ]
    private static let breaks = ["\r", "\n", "\r\n", "\n\n", "\t", "\r\n\r\n"]
    private static let controls =
        ((0x01...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) } + (0x7F...0x9F) + [0x2028, 0x2029]).map(Self.text)
    private static let turns = (Array(0x202A...0x202E) + Array(0x2066...0x2069)).map(Self.text)
    private static let unseen =
        [0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFE0F, 0xFEFF, 0xE0061].map(
            Self.text)
    private static let forms = [
        "é", "e\u{301}", "한글", "\u{1112}\u{1161}\u{11AB}", "ﬁ", "Å", "A\u{30A}", "\u{212B}", "ộ", "o\u{323}\u{302}",
        "o\u{302}\u{323}",
        "น้ำ", "ក្រុម", "क्षि", "İ", "ß",
    ]
    private static let marks = ["\u{301}", "\u{20D0}", "\u{E31}", "\u{93E}", "\u{1DC4}", "\u{FE20}", "\u{16FF0}"]
    /// They join the character that follows to one with themselves.
    private static let prepended =
        [
            0x600, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2, 0x1193F, 0x11A3A,
            0x11D46,
        ].map(Self.text)
    private static let planes =
        [0xE000, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F3F3, 0x1F1EA, 0x20000, 0x2FA1D, 0x10FFFF].map(Self.text)

    private static func text(_ code: Int) -> String { Unicode.Scalar(UInt32(code)).map { String($0) } ?? "" }
}
