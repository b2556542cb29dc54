import CanonicalJSON
import CivilTime
import Proposals
import Record
import Terminal

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
        // "contact-point of Viet Nam": the name of a partner may have several words.
        let words = office.split(whereSeparator: \.isWhitespace).map(String.init)
        let whom = words.dropFirst(2).joined(separator: " ")
        guard words.count == 1 || words.count > 2 && words[1].lowercased() == "of" else {
            throw CommandFailure.usage(
                "--decided-by takes a role, or a role and whom it is held for: contact-point, or \"contact-point of JP\""
            )
        }
        let received = given["decided_received"] ?? Console.current.now().description
        var object: JSONObject = [
            "role": .string(words[0]), "from": .string(from),
            "received_at": .string(try Instant(option: received, "--decided-received").description),
            "digest": .string(try digest(given)),
        ]
        if !whom.isEmpty { object["of"] = .string(whom) }
        if let holder = given["decided_holder"] { object["holder"] = .string(holder) }
        return object
    }

    private static func digest(_ given: [String: String]) throws -> String {
        guard let letter = given["decided_letter"] else { return given["decided_digest"] ?? "" }
        do { return Digest.sha256(try LocalFile.bytes(letter)).hex } catch {
            throw CommandFailure.usage("\(TerminalText.line(letter)) \(error.sentence)")
        }
    }
}
