/// Marks in a text of a page that say of a part of it that it stands for itself: an argument of a sentence, whose direction must not turn what
/// stands around it, or words that are English on a page in another language. A text is joined, cut and put into attributes before it is
/// HTML; so the marks are characters, which Unicode leaves to programs (noncharacters), and become elements when the page is written.
enum PageMarks {
    private enum Mark: UInt32 {
        case opensIsolate = 0xFDD0
        case opensEnglish, closes

        /// All three begin with the same two bytes in UTF-8, and end with one of three.
        static let lead: [UInt8] = [0xEF, 0xB7]

        init?(last byte: UInt8) { self.init(rawValue: 0xFDD0 &+ UInt32(byte &- 0x90)) }

        var text: String { String(decoding: Mark.lead + [UInt8(rawValue - 0xFDD0) + 0x90], as: UTF8.self) }
    }

    private static func mark(_ scalar: Unicode.Scalar) -> Mark? { Mark(rawValue: scalar.value) }

    /// A text as a part of another one. Where both run from left to right it needs no mark.
    static func isolated(_ text: String) -> String {
        guard
            PageReader.current.language.isRightToLeft
                // The first of these characters begins with this byte; most texts need no closer look.
                || (text.utf8.contains { $0 >= 0xD6 } && text.unicodeScalars.contains(where: runsLeft))
        else { return text }
        return marked(text, .opensIsolate)
    }

    /// An English text on a page in another language.
    static func english(_ text: String) -> String {
        PageReader.current.language == .english || text.isEmpty ? text : marked(text, .opensEnglish)
    }

    /// Nobody's text ends a mark that it stands in.
    private static func marked(_ text: String, _ opening: Mark) -> String {
        var depth = 0
        var isBalanced = true
        for scalar in text.unicodeScalars {
            switch mark(scalar) {
            case .opensIsolate, .opensEnglish: depth += 1
            case .closes: depth -= 1
            case nil: continue
            }
            if depth < 0 { isBalanced = false }
        }
        return opening.text + (isBalanced && depth == 0 ? text : removed(from: text)) + Mark.closes.text
    }

    /// A text without marks, for a control.
    static func removed(from text: String) -> String {
        guard text.unicodeScalars.contains(where: { mark($0) != nil }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { mark($0) == nil }))
    }

    /// Whether a character is of a script that is written from right to left.
    private static func runsLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDCF, 0xFDF0...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            true
        default: false
        }
    }

    /// A page with elements in the place of marks. In attributes, and in elements that hold text alone, characters do what an element would.
    /// Whatever was opened ends with the text that it stands in, so a text that was cut, or that somebody wrote to deceive, reaches no further.
    static func written(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(Mark.lead[0]) else { return bytes }
        var page: [UInt8] = []
        page.reserveCapacity(bytes.count + 256)
        /// Of each mark that is open, whether it became an element.
        var open: [Bool] = []
        var (isTag, isPlain) = (false, false)
        var tag = 0
        func end() {
            while let isElement = open.popLast() { page += (isElement ? "</bdi>" : "\u{2069}").utf8 }
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "<"):
                end()
                (isTag, tag) = (true, index + 1)
            case UInt8(ascii: ">") where isTag:
                end()
                isTag = false
                isPlain = plainElements.contains { bytes[tag...].starts(with: $0) }
            case UInt8(ascii: "\"") where isTag: end()
            case Mark.lead[0] where index + 2 < bytes.count && bytes[index + 1] == Mark.lead[1]:
                guard let mark = Mark(last: bytes[index + 2]) else { break }
                index += 3
                switch mark {
                case .opensIsolate, .opensEnglish:
                    let isElement = !isTag && !isPlain
                    open.append(isElement)
                    let element = mark == .opensEnglish ? "<bdi lang=\"en\" dir=\"ltr\">" : "<bdi>"
                    page += (isElement ? element : "\u{2068}").utf8
                case .closes:
                    if let isElement = open.popLast() { page += (isElement ? "</bdi>" : "\u{2069}").utf8 }
                }
                continue
            default: break
            }
            page.append(byte)
            index += 1
        }
        return page
    }

    /// The elements of a page that hold text and no elements.
    private static let plainElements = ["title", "option", "textarea"].map { Array($0.utf8) }
}
