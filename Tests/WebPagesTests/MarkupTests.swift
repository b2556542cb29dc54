import Testing

@testable import WebPages

@Suite("Markup")
struct MarkupTests {
    @Test("keeps what it was made of")
    func keeps() { #expect(Markup(html: "<p>a</p>").html == "<p>a</p>") }
}
