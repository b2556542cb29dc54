import Testing

@testable import WebPages

/// What holds of every template in every language: all that stands in it is escaped, in attributes too.
@Suite struct TemplateTests {
    @Test(arguments: PageTemplates.sources.map(\.name), PageLanguage.allCases)
    func nothingGoesOutUnescaped(_ name: String, _ language: PageLanguage) throws {
        let text = try #require(PageTemplates.sources(in: language).first { $0.name == name }).text
        #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name) writes a value unescaped")
        #expect(!text.contains("{{="), "\(name) changes its delimiters")
        // A value stands between quotation marks wherever it is in an attribute.
        #expect(text.firstMatch(of: /=\s*\{\{/) == nil, "\(name) has an attribute without quotation marks")
        let unquoted = text.replacing(/"[^"]*"/, with: "\"\"")
        #expect(unquoted.firstMatch(of: /\s[a-z-]+=[^"\s]/) == nil, "\(name) has an attribute without quotation marks")
        // The one script is a file of its own.
        let inline = text.replacing("<script src=\"{{script}}\" defer></script>", with: "")
        #expect(
            inline.firstMatch(of: /<(script|style)\b/) == nil && inline.firstMatch(of: /\s(style|on[a-z]+)=/) == nil)
    }

    /// A template that is not there is left out without a word, so nobody would see that its name is spelled wrong.
    @Test(arguments: PageTemplates.sources.map(\.name)) func everyTemplateWithinItIsThere(_ name: String) throws {
        let text = try #require(PageTemplates.sources.first { $0.name == name }).text
        let missing = Self.named(try PageTemplate(text).pieces).subtracting(PageTemplates.sources.map(\.name))
        #expect(missing.isEmpty)
    }

    @Test func theWalkFindsTemplatesInEverySection() throws {
        let text = "{{>a}}{{#b}}{{^c}}{{>d}}{{/c}}{{>e}}{{/b}}{{>*f}}{{g}}"
        #expect(Self.named(try PageTemplate(text).pieces) == ["a", "d", "e"])
    }

    /// The templates that others are written with by their names.
    private static func named(_ pieces: [PageTemplate.Piece]) -> Set<String> {
        pieces.reduce(into: []) { names, piece in
            switch piece {
            case .template(let name): names.insert(name)
            case .section(_, let inner), .absence(_, let inner): names.formUnion(named(inner))
            case .text, .value, .chosen: break
            }
        }
    }

    @Test(arguments: PageTemplates.sources.map(\.name), PageLanguage.allCases)
    func everyTemplateCanBeRead(_ name: String, _ language: PageLanguage) throws {
        let text = try #require(PageTemplates.sources(in: language).first { $0.name == name }).text
        #expect(throws: Never.self) { try PageTemplate(text) }
    }
}
