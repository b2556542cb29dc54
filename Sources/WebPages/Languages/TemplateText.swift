/// A text of a template, which stands there as `[[…]]`: English, with the elements and values of the template in it. In a catalogue its key has
/// `%1`, `%2`, … in the place of those: `[[closes <time datetime="{{iso}}">{{text}}</time>]]` is `closes %1`.
struct TemplateText: Sendable, Hashable {
    let key: String
    /// What stands in the places of `%1`, `%2`, …, as it stands in the template.
    let markup: [String]

    init(_ text: some StringProtocol) {
        var key: [UInt8] = []
        var markup: [[UInt8]] = []
        var rest = Array(text.utf8)[...]
        var isInMarkup = false
        while let byte = rest.first {
            let end: ArraySlice<UInt8>.Index?
            if byte == UInt8(ascii: "<") {
                end = rest.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
            } else if byte == UInt8(ascii: "{"), rest.dropFirst().first == byte {
                end = rest.firstIndex(of: UInt8(ascii: "}")).map { $0 + 2 }
            } else {
                end = nil
            }
            guard let end, end <= rest.endIndex else {
                key.append(byte)
                rest.removeFirst()
                isInMarkup = false
                continue
            }
            // What stands side by side is one.
            if !isInMarkup {
                markup.append([])
                key += "%\(markup.count)".utf8
            }
            isInMarkup = true
            markup[markup.count - 1] += rest[..<end]
            rest = rest[end...]
        }
        self.key = String(decoding: key, as: UTF8.self)
        self.markup = markup.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The parts of a template: as they stand, or a text.
    private enum Part {
        case template(Substring)
        case text(Substring)
    }

    private static func parts(of template: String) -> [Part] {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            parts.append(.template(rest[..<open.lowerBound]))
            parts.append(.text(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return parts + [.template(rest)]
    }

    /// The texts of a template.
    static func all(in template: String) -> [TemplateText] {
        parts(of: template).compactMap { part in
            switch part {
            case .template: nil
            case .text(let text): TemplateText(text)
            }
        }
    }

    /// A template with its texts as a catalogue has them, and in English where it has none.
    static func translated(_ template: String, _ catalogue: Catalogue?) -> String {
        var result = ""
        for part in parts(of: template) {
            switch part {
            case .template(let text): result += text
            case .text(let text):
                let known = TemplateText(text)
                if case .text(let pattern) = catalogue?.entries[known.key] {
                    result += Catalogue.filled(PageEscaping.escaped(pattern), known.markup)
                } else {
                    result += text
                }
            }
        }
        return result
    }
}
