/// What a browser says about the languages of its reader (`Accept-Language`, RFC 9110), and which of ours that chooses: by lookup (RFC 4647,
/// section 3.4), so that `fr-CA` finds French.
package struct LanguageWish: Sendable {
    /// Ranges in small letters, the dearest first.
    private let ranges: [String]
    private let unwanted: Set<String>

    /// What is no range is passed over, and nothing behind the first two thousand bytes is read.
    package init(_ header: String) {
        var weighed: [(range: String, weight: Int)] = []
        for part in header.utf8.prefix(2000).split(separator: UInt8(ascii: ",")).prefix(50) {
            let sides = part.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
                LanguageWish.trimmed($0)
            }
            guard let range = sides.first, LanguageWish.isRange(range), sides.count <= 2,
                let weight = sides.count == 1 ? 1000 : LanguageWish.weight(sides[1])
            else { continue }
            weighed.append((range.lowercased(), weight))
        }
        // Equal ones stay in the order in which they were named.
        ranges = weighed.enumerated().filter { $0.element.weight > 0 }
            .sorted { ($0.element.weight, -$0.offset) > ($1.element.weight, -$1.offset) }.map(\.element.range)
        unwanted = Set(weighed.filter { $0.weight == 0 }.map(\.range))
    }

    /// The first language that one of the ranges finds; where none does, the first that was not refused.
    package var language: PageLanguage {
        let offered = PageLanguage.allCases.filter { !unwanted.contains($0.rawValue) }
        for range in ranges where range != "*" {
            var subtags = range.split(separator: "-")
            while !subtags.isEmpty {
                let tag = subtags.joined(separator: "-")
                if let found = offered.first(where: { $0.rawValue == tag }) { return found }
                subtags.removeLast()
                // A single letter only begins what was cut off.
                if subtags.last?.utf8.count == 1 { subtags.removeLast() }
            }
        }
        return offered.first ?? .english
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let end = bytes.reversed().drop(while: isBlank).reversed().drop(while: isBlank)
        return String(decoding: end, as: UTF8.self)
    }

    /// `*`, or subtags of 1 to 8 letters and digits, of which the first is of letters.
    private static func isRange(_ text: String) -> Bool {
        if text == "*" { return true }
        let subtags = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
        return subtags.enumerated().allSatisfy { index, subtag in
            (1...8).contains(subtag.count)
                && subtag.allSatisfy { isLetter($0) || index > 0 && (0x30...0x39).contains($0) }
        }
    }

    /// `q=0.8`, in thousandths; nil where it is none.
    private static func weight(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 3, bytes[0] | 0x20 == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "=") else { return nil }
        let number = bytes[2...]
        guard let whole = number.first, whole == 0x30 || whole == 0x31 else { return nil }
        let rest = number.dropFirst()
        guard let point = rest.first else { return whole == 0x31 ? 1000 : 0 }
        let digits = rest.dropFirst()
        guard point == UInt8(ascii: "."), digits.count <= 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        var thousandths = 0
        for place in 0..<3 {
            thousandths = thousandths * 10 + (place < digits.count ? Int(digits[digits.startIndex + place]) - 0x30 : 0)
        }
        guard whole == 0x31 else { return thousandths }
        return thousandths == 0 ? 1000 : nil
    }
}
