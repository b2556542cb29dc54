/// Reads a template. A section's tag, or that of a template, which stands alone on its line takes the line with it.
struct TemplateParser {
    private enum Kind { case value, section, absence, end, template, chosen }

    private static let newline = UInt8(ascii: "\n")

    private var rest: ArraySlice<UInt8>
    /// The text that was read and is no piece yet.
    private var text: [UInt8] = []
    /// Whether the line has a tag before the text that was read.
    private var hasTag = false

    init(_ text: String) { rest = Array(text.utf8)[...] }

    mutating func template() throws(TemplateFault) -> [PageTemplate.Piece] { try pieces(within: nil) }

    /// What follows, to the end of a section, or to that of the template.
    private mutating func pieces(within section: String?) throws(TemplateFault) -> [PageTemplate.Piece] {
        var pieces: [PageTemplate.Piece] = []
        while readText() {
            let (kind, name) = try readTag()
            if kind == .value { hasTag = true } else { leaveLine() }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = []
            let path = TemplatePath(name)
            switch kind {
            case .value: pieces.append(.value(path))
            case .section: pieces.append(.section(path, try self.pieces(within: name)))
            case .absence: pieces.append(.absence(path, try self.pieces(within: name)))
            case .template: pieces.append(.template(name))
            case .chosen: pieces.append(.chosen(path))
            case .end:
                guard name == section else { throw TemplateFault(sentence: "“\(name)” ends and was not begun") }
                return pieces
            }
        }
        guard section == nil else { throw TemplateFault(sentence: "“\(section ?? "")” does not end") }
        if !text.isEmpty { pieces.append(.text(text)) }
        text = []
        return pieces
    }

    /// Reads up to a tag; answers whether there is one.
    private mutating func readText() -> Bool {
        let brace = UInt8(ascii: "{")
        while let byte = rest.first {
            if byte == brace, rest.dropFirst().first == brace { return true }
            if byte == TemplateParser.newline { hasTag = false }
            text.append(byte)
            rest.removeFirst()
        }
        return false
    }

    /// Reads a tag, which is there.
    private mutating func readTag() throws(TemplateFault) -> (kind: Kind, name: String) {
        let brace = UInt8(ascii: "}")
        rest = rest.dropFirst(2)
        guard let end = rest.firstIndex(of: brace), rest[(end + 1)...].first == brace else {
            throw TemplateFault(sentence: "a tag does not end")
        }
        var name = rest[..<end]
        rest = rest[(end + 2)...]
        let kind: Kind =
            switch name.first {
            case UInt8(ascii: "#"): .section
            case UInt8(ascii: "^"): .absence
            case UInt8(ascii: "/"): .end
            case UInt8(ascii: ">"): name.dropFirst().first == UInt8(ascii: "*") ? .chosen : .template
            default: .value
            }
        name = name.dropFirst(kind == .value ? 0 : kind == .chosen ? 2 : 1)
        let text = String(decoding: name, as: UTF8.self)
        guard TemplateParser.isName(text) else {
            throw TemplateFault(sentence: "“\(text)” is no name of a value or template")
        }
        return (kind, text)
    }

    /// Whether a text is a name, several with a dot between each two, or the dot alone.
    private static func isName(_ text: String) -> Bool {
        text == "."
            || text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { name in
                !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }

    /// Takes the rest of the line, and the blanks before the tag, where there is nothing else on it.
    private mutating func leaveLine() {
        let blanks = text.reversed().prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        let begins = text.dropLast(blanks).last.map { $0 == TemplateParser.newline } ?? true
        let end = rest.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } ?? rest.endIndex
        guard !hasTag, begins, end == rest.endIndex || rest[end] == TemplateParser.newline else {
            hasTag = true
            return
        }
        text.removeLast(blanks)
        rest = rest[end...].dropFirst()
    }
}
