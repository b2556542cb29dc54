import CanonicalJSON
import Lifecycle
import Testing

@testable import WebPages

/// What the value of a field is on a page: what was chosen is told by what it is called, as the form calls it.
@Suite struct ValueWordsTests {
    private static let labels = ["Civil society": "Société civile"]

    private static func text(_ value: JSONValue, _ type: FieldDefinition.FieldType) -> String {
        PageReader.$current.withValue(PageReader(.french, labels: labels)) {
            PageMarks.written(ValueWords(partners: ["JP": "Japon"]).text(value, of: type))
        }
    }

    @Test func whatWasChosenIsToldByItsLabel() {
        let type = FieldDefinition.FieldType.choices(["civil-society", "business"], limit: 5)
        #expect(
            Self.text(["civil-society", "business"], type)
                == "Société civile, <bdi lang=\"en\" dir=\"ltr\">Business</bdi>")
        #expect(Self.text("civil-society", .choice(["civil-society"])) == "Société civile")
        #expect(Self.text(["JP"], .partners(limit: 5)) == "Japon")
    }

    @Test func whatSomebodyWroteStays() {
        #expect(Self.text(["civil-society"], .choices([], limit: 5)) == "civil-society")
        #expect(Self.text("civil-society", .text(limit: 100)) == "civil-society")
        #expect(Self.text("2027-03-01", .date) == "1er mars 2027")
    }

    /// Sentences of one paragraph are parted as each language parts them.
    @Test func sentencesArePartedByTheLanguage() {
        for (language, parted) in [
            (PageLanguage.english, "a; b"), (.french, "a\u{A0}; b"), (.arabic, "a؛ b"),
        ] {
            PageReader.$current.withValue(PageReader(language)) { #expect(["a", "b"].clauses == parted) }
        }
    }
}
