import Glibc
import Testing

@testable import WebPages

/// Every text of the pages is in every catalogue, and nothing else is.
@Suite struct CatalogueTests {
    /// A text of the sources.
    struct Text: Hashable {
        let key: String
        let hasForms: Bool
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static func swiftFiles(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var files: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            files += name.hasSuffix(".swift") ? ["\(folder)/\(name)"] : swiftFiles(in: "\(folder)/\(name)")
        }
        return files
    }

    /// The literal that begins at a quotation mark, as the key that it makes, and what follows it.
    static func literal(_ text: Substring) -> (key: String, rest: Substring) {
        var (key, count, rest) = ("", 0, text.dropFirst())
        while let letter = rest.first, letter != "\"" {
            rest.removeFirst()
            guard letter == "\\", let next = rest.popFirst() else {
                key.append(letter)
                continue
            }
            guard next == "(" else {
                key.append(next)
                continue
            }
            count += 1
            key += "%\(count)"
            var depth = 1
            while depth > 0, let inner = rest.first {
                if inner == "\"" {
                    rest = literal(rest).rest
                    continue
                }
                rest.removeFirst()
                depth += inner == "(" ? 1 : inner == ")" ? -1 : 0
            }
        }
        return (key, rest.dropFirst())
    }

    /// What stands in calls of `tr`.
    private static func texts(in source: String) -> [Text] {
        source.matches(of: /[^A-Za-z.]tr\(\s*/).compactMap { match in
            let line =
                source[..<match.range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
            guard !line.contains("//"), !line.hasSuffix("func") else { return nil }
            let rest = source[match.range.upperBound...]
            guard rest.first != "\"" else { return Text(key: literal(rest).key, hasForms: false) }
            guard let many = rest.firstMatch(of: /many:\s*/) else { return nil }
            return Text(key: literal(rest[many.range.upperBound...]).key, hasForms: true)
        }
    }

    private static let used: Set<Text> = {
        var used = Set(
            PageTemplates.sources.flatMap { TemplateText.all(in: $0.text) }.map { Text(key: $0.key, hasForms: false) })
        for folder in ["WebPages", "HTTPServer"] {
            for file in swiftFiles(in: "\(root)/Sources/\(folder)") {
                used.formUnion(texts(in: Golden.text(file) ?? ""))
            }
        }
        return used
    }()

    private static func catalogue(_ language: PageLanguage) throws -> Catalogue {
        let file = "\(root)/Sources/WebPages/Catalogues/\(language.rawValue).json"
        return try Catalogue(Array((Golden.text(file) ?? "").utf8))
    }

    static let others = PageLanguage.allCases.filter { $0 != .english }

    @Test func theSourcesAreFound() {
        #expect(Self.used.count > 400)
        #expect(
            Self.used.isSuperset(of: [
                Text(key: "Skip to the content", hasForms: false), Text(key: "closes %1", hasForms: false),
                Text(key: "%1 proposals", hasForms: true), Text(key: "Recorded.", hasForms: false),
            ]))
        #expect(
            Self.texts(in: #" tr("a \(b("c", d("e"))) \"f\"") tr(n, one: "\(n) g", many: "\(n) h")"#) == [
                Text(key: "a %1 \"f\"", hasForms: false), Text(key: "%1 h", hasForms: true),
            ])
    }

    @Test(arguments: others) func everyTextHasATranslation(_ language: PageLanguage) throws {
        let entries = try Self.catalogue(language).entries
        let missing = Self.used.filter { text in
            switch entries[text.key] {
            case .text: text.hasForms
            case .forms: !text.hasForms
            case nil: true
            }
        }
        #expect(missing.isEmpty, "add to \(language).json: \(missing.map(\.key).sorted())")
    }

    @Test(arguments: others) func nothingIsTranslatedInVain(_ language: PageLanguage) throws {
        let keys = Set(Self.used.map(\.key))
        let unused = try Self.catalogue(language).entries.keys.filter { !keys.contains($0) }
        #expect(unused.isEmpty, "take out of \(language).json: \(unused.sorted())")
    }

    /// A translation has each argument once, and a text with a number all forms of its language. What is one or two may be said without
    /// the number.
    @Test(arguments: others) func everyTranslationFits(_ language: PageLanguage) throws {
        func places(_ text: String) -> [String] { text.matches(of: /%[1-9]/).map { String($0.output) }.sorted() }
        for (key, entry) in try Self.catalogue(language).entries {
            switch entry {
            case .text(let text): #expect(places(text) == places(key), "\(language): \(key)")
            case .forms(let forms):
                #expect(Set(forms.keys).isSuperset(of: language.forms), "\(language): \(key)")
                for (form, text) in forms {
                    let isNamed = [.zero, .one, .two].contains(form)
                    #expect(
                        isNamed ? Set(places(text)).isSubset(of: places(key)) : places(text) == places(key),
                        "\(language): \(key), \(form)")
                }
            }
        }
    }

    /// An element or a section of a template that is opened in one place of a text and closed in another keeps its order.
    @Test(arguments: others) func noTranslationTearsATemplate(_ language: PageLanguage) throws {
        let entries = try Self.catalogue(language).entries
        for text in PageTemplates.sources.flatMap({ TemplateText.all(in: $0.text) }) {
            guard case .text(let pattern) = entries[text.key] else { continue }
            func isHalf(_ markup: String) -> Bool {
                let opened = markup.matches(of: /<[a-z]|\{\{[#^]/).count
                return opened != markup.matches(of: /<\/|\{\{\//).count
            }
            let halves = text.markup.indices.filter { isHalf(text.markup[$0]) }.map { "%\($0 + 1)" }
            let order = pattern.matches(of: /%[1-9]/).map { String($0.output) }.filter { halves.contains($0) }
            #expect(order == halves, "\(language): \(text.key)")
        }
    }

    /// No text of a template was forgotten: what stands outside `[[…]]` is markup, values, or what no language changes.
    @Test(arguments: PageTemplates.sources.map(\.name)) func everyTextOfATemplateIsMarked(_ name: String) throws {
        let text = try #require(PageTemplates.sources.first { $0.name == name }).text
        let rest = text.replacing(/\[\[.*?\]\]/, with: "").replacing(/<pre class="note">[^<]*<\/pre>/, with: "")
            .replacing(">UTC<", with: "><")
        let labels = rest.matches(of: /(?:alt|aria-label|title|placeholder)="([^"]*)"/).map { $0.output.1 }
        for words in labels + [Substring(rest.replacing(/<[^>]*>/, with: ""))] {
            let plain = words.replacing(/\{\{[^}]*\}\}/, with: "")
            #expect(plain.firstMatch(of: /[A-Za-z]{2,}/) == nil, "\(name): \(plain)")
        }
    }
}
