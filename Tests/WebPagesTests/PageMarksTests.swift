import Testing

@testable import WebPages

/// Parts of a text that stand for themselves, whatever somebody writes into them.
@Suite struct PageMarksTests {
    private static func inArabic<Result>(_ body: () -> Result) -> Result {
        PageReader.$current.withValue(PageReader(.arabic), operation: body)
    }

    @Test func anArgumentIsAnElementOfItsOwn() {
        let name = Self.inArabic { PageMarks.isolated("Flood") }
        #expect(PageMarks.written("<p>\(name) x</p>") == "<p><bdi>Flood</bdi> x</p>")
        #expect(
            PageMarks.written("<a title=\"\(name)\">\(name)</a>")
                == "<a title=\"\u{2068}Flood\u{2069}\"><bdi>Flood</bdi></a>")
        #expect(PageMarks.written("<title>\(name)</title>") == "<title>\u{2068}Flood\u{2069}</title>")
        #expect(
            PageMarks.written("<option value=\"1\">\(name)</option><p>\(name)")
                == "<option value=\"1\">\u{2068}Flood\u{2069}</option><p><bdi>Flood</bdi>")
    }

    @Test func latinInAnEnglishPageNeedsNone() {
        #expect(PageMarks.isolated("Flood") == "Flood")
        #expect(PageMarks.written(PageMarks.isolated("فيضان")) == "<bdi>فيضان</bdi>")
        #expect(PageMarks.english("Flood") == "Flood")
    }

    @Test func englishOnAnotherPageSaysSo() {
        let text = PageReader.$current.withValue(PageReader(.french)) { PageMarks.english("not yet heard") }
        #expect(PageMarks.written("<p>\(text)</p>") == "<p><bdi lang=\"en\" dir=\"ltr\">not yet heard</bdi></p>")
        #expect(PageMarks.written("<img alt=\"\(text)\">") == "<img alt=\"\u{2068}not yet heard\u{2069}\">")
    }

    /// Marks that somebody typed end nothing that is open, and reach no further than their own text.
    @Test func nobodyEndsAMark() {
        let marks = [0xFDD0, 0xFDD1, 0xFDD2].map { String(UnicodeScalar(UInt32($0)).map(Character.init) ?? "?") }
        let hostile = "a\(marks[2])b\(marks[0])c"
        let name = Self.inArabic { PageMarks.isolated(hostile) }
        #expect(PageMarks.written("<p>\(name)x</p>") == "<p><bdi>abc</bdi>x</p>")
        #expect(
            PageMarks.written("<p>\(marks[1])a<i>b</i>\(marks[2])</p>")
                == "<p><bdi lang=\"en\" dir=\"ltr\">a</bdi><i>b</i></p>")
        #expect(PageMarks.written("<p title=\"\(marks[0])\">b</p>") == "<p title=\"\u{2068}\u{2069}\">b</p>")
        #expect(PageMarks.removed(from: hostile) == "abc")
        // A text that was cut.
        #expect(PageMarks.written("<p>\(name.dropLast())</p>") == "<p><bdi>abc</bdi></p>")
    }
}
