import Testing

@testable import HTTPServer

@Suite("Web configuration")
struct WebConfigurationTests {
    @Test("keeps the name of the server")
    func keeps() { #expect(WebConfiguration(name: "chancery").name == "chancery") }
}
