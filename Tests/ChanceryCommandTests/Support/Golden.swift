import Testing

@testable import Terminal

/// Texts that were looked at once and must stay as they are.
enum Golden {
    /// Compares lines with `Golden/NAME.txt`. With CHANCERY_RECORD_GOLDEN=1 in the environment the file is written instead.
    static func expect(_ lines: [String], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = Repository.path("Tests/ChanceryCommandTests/Golden/\(name).txt")
        let text = lines.joined(separator: "\n") + "\n"
        if Console.process.environment["CHANCERY_RECORD_GOLDEN"] == "1" {
            try LocalFile.writePrivate(text, to: file)
        }
        #expect(text == (try LocalFile.text(file)), sourceLocation: sourceLocation)
    }
}
