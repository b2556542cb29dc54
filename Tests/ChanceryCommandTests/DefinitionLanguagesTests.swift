import Foundation
import ServerLog
import Testing
import WebPages

@testable import ServerCommands

/// Catalogues beside forums, as a server that starts finds them.
@Suite struct DefinitionLanguagesTests {
    private static func withSchema(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appendingPathComponent("forums").appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(root.path)
    }

    @Test func cataloguesOfAllForumsAreOne() throws {
        let files = [
            "a/languages/fr.json": #"{"Circulated":"En circulation"}"#,
            "a/languages/ar.json": #"{"Circulated":"معمَّم"}"#,
            "b/languages/fr.json": #"{"Circulated":"Autre","Drafted":"Projet"}"#, "b/languages/en.json": #"{"x":"y"}"#,
            "c/forum.yaml": "forum: c",
        ]
        try Self.withSchema(files) { schema in
            let console = TestConsole()
            let labels = DefinitionLanguages.read(in: schema, LogSettings().logger(console.console))
            #expect(labels[.french] == ["Circulated": "En circulation", "Drafted": "Projet"])
            #expect(labels[.arabic] == ["Circulated": "معمَّم"] && labels[.english].isEmpty)
            #expect(console.out.isEmpty && console.err.isEmpty)
        }
    }

    @Test func aFaultyCatalogueIsToldAndLeftOut() throws {
        try Self.withSchema(["a/languages/fr.json": "{", "b/languages/fr.json": #"{"a":"b"}"#]) { schema in
            let console = TestConsole()
            let labels = DefinitionLanguages.read(in: schema, LogSettings().logger(console.console))
            #expect(labels[.french] == ["a": "b"])
            let told = console.out + console.err
            #expect(told.contains("a/languages/fr.json is no catalogue") && told.contains("its texts stay English"))
        }
        let console = TestConsole()
        #expect(DefinitionLanguages.read(in: "/no/such", LogSettings().logger(console.console))[.french].isEmpty)
    }
}
