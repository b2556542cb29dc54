import Testing

@testable import WebPages

/// Whatever a page says in its sources is said through the catalogues: no sentence stands there in English alone.
@Suite struct SaidTextTests {
    /// What no page says, or says with a mark that it is English.
    private static let others: Set<String> = [
        // Streams of open pages are answered to a script.
        "the session has ended", "Log in again.", "too many pages are open", "Close some of them.",
        // Told by its code.
        "all that was typed takes %1 bytes; at most %2 can be recorded at once",
        // English that is looked for, to be told in other words.
        "this server has no signer", "the office that may", "a meeting that was held", "decided at that meeting",
        "the consensus of all partners", "house rule", "order of the record",
        // Names of styles, and parts of the markup.
        "here out", "<bdi lang=\"en\" dir=\"ltr\">",
        // What a file of the program itself must be.
        "“%1” has “%2”, which is no plural form with a text", "“%1” is neither a text nor an object of plural forms",
        "it is no object", "“%1” has no text", "“%1” ends and was not begun", "“%1” does not end",
        "a tag does not end", "“%1” is no name of a value or template",
    ]

    /// Files whose texts are for programs, or stand as English in a sentence of a page.
    private static let files = ["WebFault.swift", "PartHead.swift", "MultipartForm.swift"]

    /// The literals of a source that stand in no call of `tr`, as their keys.
    private static func unsaid(in source: String) -> [String] {
        var found: [String] = []
        var rest = source[...]
        while let letter = rest.first {
            if letter == "/", rest.dropFirst().first == "/" {
                rest = rest.drop { $0 != "\n" }
            } else if letter == "\"" {
                let (key, after) = CatalogueTests.literal(rest)
                let before = String(source[..<rest.startIndex].suffix(80))
                if before.firstMatch(of: /(?:^|[^A-Za-z])(?:tr\(|one:|many:)\s*$/) == nil { found.append(key) }
                rest = after
            } else {
                rest.removeFirst()
            }
        }
        return found
    }

    private static func isSentence(_ key: String) -> Bool { key.firstMatch(of: /[A-Za-z]{2,} [A-Za-z]{2,}/) != nil }

    @Test func aTextOutsideTheCataloguesIsFound() {
        let source = """
            throw .told(.forbidden, tr("Said so."), advice: tr(
                "Do \\(this("so", or))."))  // "in a comment"
            throw .failure(Failure(.forbidden, "not said so", advice: "Do \\(that)."))
            tr(count, one: "one is there", many: "\\(count) are there")
            """
        #expect(Self.unsaid(in: source) == ["not said so", "Do %1."])
    }

    @Test(arguments: ["WebPages", "HTTPServer/Pages", "HTTPServer/Refusals", "HTTPServer/Uploads"])
    func everySentenceIsInTheCatalogues(_ folder: String) {
        let files = CatalogueTests.swiftFiles(in: "\(CatalogueTests.root)/Sources/\(folder)")
        #expect(!files.isEmpty)
        for file in files where !Self.files.contains(where: { file.hasSuffix("/" + $0) }) {
            let texts = Self.unsaid(in: Golden.text(file) ?? "").filter {
                Self.isSentence($0) && !Self.others.contains($0)
            }
            #expect(texts.isEmpty, "\(file): \(texts)")
        }
    }
}
