import CanonicalJSON
package import CivilTime
import Wording

extension Verbs.Position {
    /// Where a position came from that somebody relays for its partner.
    package struct Relayed: Sendable, Hashable {
        /// The note or the mail that it came in.
        package var from: String
        package var receivedAt: Instant
        /// The SHA-256 of that, in hex.
        package var digest: String

        package init(from: String, receivedAt: Instant, digest: String) {
            self.from = from
            self.receivedAt = receivedAt
            self.digest = digest
        }

        /// Reads it as a request gives it.
        init(_ object: JSONObject) throws(Failure) {
            guard object.keys == ["digest", "from", "received_at"], let from = object["from"]?.string?.trimmed,
                let digest = object["digest"]?.string, digest.isDigest, !from.isEmpty,
                from.unicodeScalars.count <= 500
            else {
                throw .wrong(
                    "relayed",
                    "write {\"from\":…,\"received_at\":instant,\"digest\":the note's SHA-256 in 64 lowercase hex digits}"
                )
            }
            guard let receivedAt = object["received_at"]?.string.flatMap({ Instant(written: $0) }) else {
                let text = object["received_at"]?.string ?? ""
                throw .wrong("relayed", "\"received_at\": \"\(text.prefix(40))\" \(Instant.fault(in: text))")
            }
            self.init(from: from, receivedAt: receivedAt, digest: digest)
        }

        /// As a request gives it.
        var object: JSONObject {
            ["from": .string(from), "received_at": .string(receivedAt.description), "digest": .string(digest)]
        }
    }
}

extension String {
    /// Whether it is a SHA-256 as requests write it: 64 lowercase hex digits.
    var isDigest: Bool {
        utf8.count == 64 && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
