import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// The options that say which office decided an act of the past that somebody else records.
enum PastOfficeOptions {
    static let names = [
        "decided_by", "decided_from", "decided_letter", "decided_digest", "decided_received", "decided_holder",
    ]

    /// `decided_by` of the request; nil where none of the options is given.
    static func object(_ given: [String: String]) throws -> JSONObject? {
        guard !given.isEmpty else { return nil }
        guard let office = given["decided_by"] else {
            throw CommandFailure.usage(
                "--decided-from and what belongs to it need --decided-by, the office that decided it")
        }
        guard let from = given["decided_from"], (given["decided_letter"] == nil) != (given["decided_digest"] == nil)
        else {
            throw CommandFailure.usage(
                "--decided-by needs --decided-from, and either --decided-letter, the file that it is recorded from, or "
                    + "--decided-digest")
        }
        let words = office.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard words.count == 1 || words.count == 3 && words[1] == "of" else {
            throw CommandFailure.usage(
                "--decided-by takes a role, or a role and whom it is held for: contact-point, or \"contact-point of JP\""
            )
        }
        let received = given["decided_received"] ?? Console.current.now().description
        var object: JSONObject = [
            "role": .string(words[0]), "from": .string(from),
            "received_at": .string(try JSONObject.instant(received, "--decided-received")),
            "digest": .string(try digest(given)),
        ]
        if words.count == 3 { object["of"] = .string(words[2]) }
        if let holder = given["decided_holder"] { object["holder"] = .string(holder) }
        return object
    }

    private static func digest(_ given: [String: String]) throws -> String {
        guard let letter = given["decided_letter"] else { return given["decided_digest"] ?? "" }
        do { return Digest.sha256(try LocalFile.bytes(letter)).hex } catch {
            throw CommandFailure.usage("\(PlainText.line(letter)) \(error.sentence)")
        }
    }
}
