import CanonicalJSON
import LineProtocol
import Testing

@testable import Lifecycle
@testable import WebPages

/// What the engine finds, in the other languages: by codes and values, never by its English.
@Suite struct FindingCatalogueTests {
    private static func codes<Kind: Requirement>(of kind: Kind.Type) -> [String: Set<String>] {
        Dictionary(uniqueKeysWithValues: Kind.Says.allCases.map { ("\(Kind.name).\($0)", $0.places) })
    }

    /// Every code that a requirement of a proposal's page can have, with the values of its sentence.
    private static let sentences: [String: Set<String>] = {
        var all: [String: Set<String>] = [:]
        for kind in RequirementKinds.all { all.merge(codes(of: kind)) { first, _ in first } }
        for sentence in ActSentence.allCases { all["\(ActSentence.room).\(sentence)"] = sentence.places }
        all["checklist.held"] = ["transition"]
        return all
    }()

    @Test(arguments: CatalogueTests.others) func everyFindingHasATranslation(_ language: PageLanguage) throws {
        let entries = try #require(Catalogue.findings[language]).entries
        #expect(Set(entries.keys).isSuperset(of: Self.sentences.keys), "\(language)")
        for code in Self.sentences.keys {
            guard case .text(let text) = entries[code] else {
                Issue.record("\(language): \(code) has plural forms")
                continue
            }
            let places = text.matches(of: /\{([a-z]+)(?:\|(?:or|quoted))?\}/).map { String($0.output.1) }
            #expect(Set(places) == Self.sentences[code], "\(language): \(code)")
            #expect(
                places.count == Set(places).count && text.count { $0 == "{" } == places.count, "\(language): \(code)")
        }
    }

    private static func told(_ code: String, _ values: JSONObject, isMet: Bool = false) -> JudgedRequirement {
        JudgedRequirement([
            "requirement": "consensus", "label": "full consensus", "met": .bool(isMet), "detail": "English",
            "reasons": [["code": .string(code), "values": .object(values)]],
        ])
    }

    @Test func aFindingIsToldByItsCode() {
        let silent = Self.told("consensus.notHeard", ["partners": ["FR", "<b>"]])
        let against = Self.told(
            "consensus.contraryWithReason", ["partner": "JP", "stance": "objection", "reason": "too soon; or not"])
        let late = Self.told(
            "decided-in-order.before", ["day": "2026-03-01", "move": "circulate", "moved": "2026-04-02"])
        PageReader.$current.withValue(PageReader(.french, labels: ["circulate": "faire circuler"])) {
            #expect(FindingWords.text(silent) == "pas encore entendus\u{A0}: FR, <b>")
            #expect(FindingWords.text(against) == "JP\u{A0}: objection (too soon; or not)")
            #expect(
                FindingWords.text(late)
                    == "décidé le 1er mars 2026, avant «\u{A0}faire circuler\u{A0}» du 2 avril 2026")
            #expect(FindingWords.text(Self.told("consensus.unknown", [:])) == nil)
            #expect(FindingWords.text(Self.told("consensus.notHeard", [:])) == nil, "a value is missing")
            // What has no code stays English, and says so.
            let need = Need(Self.told("consensus.unknown", [:]))
            #expect(need.detail.map(PageMarks.written) == "<bdi lang=\"en\" dir=\"ltr\">English</bdi>")
        }
        #expect(FindingWords.text(silent) == nil && Need(silent).detail == "English")
    }

    @Test func aPhraseWithinAFinding() {
        let inner: JSONValue = ["code": "on-track.there", "values": ["tracks": ["one", "two"]]]
        PageReader.$current.withValue(PageReader(.french)) {
            #expect(
                FindingWords.text(Self.told("at-least.enough", ["present": inner, "field": "f"]))
                    == "mis en circulation sur la voie one ou two dans «\u{A0}f\u{A0}»")
        }
    }
}
