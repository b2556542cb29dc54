import DefinitionFiles
import Lifecycle
import Testing

@testable import WebPages

/// The texts of definitions in the other languages, from files beside them.
@Suite struct LabelCatalogueTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static func labels(_ language: PageLanguage, of forum: String = "asem") throws -> [String: String] {
        var catalogues = LabelCatalogues()
        let file = "\(root)/schema/forums/\(forum)/languages/\(language.rawValue).json"
        try catalogues.add(Array((Golden.text(file) ?? "").utf8), language)
        return catalogues[language]
    }

    /// Everything that pages show of ASEM's own definitions.
    private static func texts() throws -> Set<String> {
        let definition = try LifecycleFile.load(root + "/schema/lifecycles/asem-initiative.yaml")
        var texts = Set(definition.states.map(\.label) + definition.tracks.map(\.label) + definition.roles.map(\.label))
        let acts = definition.transitions.map { ($0.label, $0.inputs) } + definition.facts.map { ($0.label, $0.inputs) }
        for (label, inputs) in acts {
            texts.insert(label)
            texts.formUnion(inputs.map(\.label))
        }
        for field in definition.form.fields { texts.formUnion([field.label, field.help]) }
        texts.formUnion(definition.checklist.map(\.text))
        for file in ["lifecycles/asem-initiative.yaml", "forums/asem/views.yaml"] {
            let yaml = Golden.text("\(root)/schema/\(file)") ?? ""
            for match in yaml.matches(of: /(?m)^ +(?:label|about): (.+)$/) {
                texts.insert(String(match.output.1).replacing("\"", with: ""))
            }
        }
        let partners = (Golden.text(root + "/schema/forums/asem/partners.csv") ?? "").split(separator: "\n").dropFirst()
        for row in partners { texts.insert(String(row.split(separator: ",")[1])) }
        texts.remove("")
        return texts
    }

    @Test(arguments: CatalogueTests.others) func allOfASEMHasATranslation(_ language: PageLanguage) throws {
        let (labels, texts) = (try Self.labels(language), try Self.texts())
        #expect(texts.count > 200)
        #expect(texts.filter { labels[$0] == nil }.isEmpty)
    }

    /// The catalogues of all forums are one: none says otherwise what another one said.
    @Test(arguments: CatalogueTests.others) func theForumsAgree(_ language: PageLanguage) throws {
        var said: [String: String] = [:]
        for forum in ["asem", "asem-education", "asean", "mpac"] {
            let labels = try Self.labels(language, of: forum)
            let arabic = try Self.labels(.arabic, of: forum)
            #expect(!labels.isEmpty && Set(labels.keys) == Set(arabic.keys), "\(forum)")
            for (text, translation) in labels {
                #expect(said[text] ?? translation == translation, "\(forum): \(text)")
                said[text] = translation
            }
        }
    }

    @Test func whatHasNoTranslationSaysThatItIsEnglish() {
        PageReader.$current.withValue(PageReader(.arabic, labels: ["Circulated": "معمَّم"])) {
            #expect(PageMarks.written(PageText.label("Circulated")) == "معمَّم")
            #expect(PageMarks.written(PageText.heading("withdrawn")) == "<bdi lang=\"en\" dir=\"ltr\">Withdrawn</bdi>")
            #expect(PageText.name("Utopia") == "Utopia")
        }
        #expect(PageText.label("Circulated") == "Circulated" && PageText.heading("circulated") == "Circulated")
    }

    @Test func anEarlierFileKeepsWhatItSaid() throws {
        var catalogues = LabelCatalogues()
        try catalogues.add(Array(#"{"a":"b"}"#.utf8), .french)
        try catalogues.add(Array(#"{"a":"c","d":"e"}"#.utf8), .french)
        #expect(catalogues[.french] == ["a": "b", "d": "e"] && catalogues[.arabic].isEmpty)
        for wrong in ["", "[]", "{\"a\":1}", "{\"a\":\"\"}", "{\"a\":\"b\",\"a\":\"c\"}"] {
            #expect(throws: LabelCatalogues.Fault.self) { try catalogues.add(Array(wrong.utf8), .french) }
        }
        #expect(catalogues[.french] == ["a": "b", "d": "e"], "a faulty file adds nothing")
    }
}
