import Record
import Testing

@testable import ServerCommands

/// The file that says what a backup is.
@Suite struct BackupListTests {
    private func list(user: String?, files: [String] = ["keys/asem/signing-key", "policy"]) -> BackupList {
        BackupList(
            madeAt: "2026-12-01T00:00:00Z", program: "0.1.0", postgres: "15", user: user,
            files: files.map { .init(path: $0, digest: Digest.sha256(Array($0.utf8))) })
    }

    @Test(arguments: [nil, "chancery", "a user"]) func itIsReadAsItWasWritten(_ user: String?) {
        for files in [[], ["policy"], ["keys/asem/signing-key", "policy"]] {
            let made = list(user: user, files: files)
            #expect(BackupList(text: made.text) == made)
        }
    }

    @Test func whatIsOtherwiseIsNone() {
        let text = list(user: "chancery").text
        for other in [
            "", "\n\n\n\n\n\n", String(text.dropLast()), text + "\n",
            text.replacing("user chancery", with: "user other"),
            text.replacing("user chancery\n", with: ""), text.replacing("backup 1", with: "backup 2"),
            list(user: nil, files: ["../policy"]).text, list(user: nil, files: ["/policy"]).text,
        ] { #expect(BackupList(text: other) == nil, "\(other)") }
    }
}
