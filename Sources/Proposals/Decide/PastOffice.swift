package import CanonicalJSON
import CivilTime
package import Lifecycle

/// An office that decided an act while somebody held it who holds it no more, as whoever records the act names it.
package struct PastOffice: Sendable, Hashable {
    package var role: String
    /// The partner or the group that it was held for.
    package var whom: String?
    /// The account that held it; nil where only one did.
    package var holder: String?
    /// What the act is recorded from: a minute, a message.
    package var source: Relay

    /// The form of `decided_by`, as the end of a sentence.
    package static let form =
        "write {\"role\":…,\"of\":the partner or group of the office,\"from\":what it is recorded from,\"received_at\":"
        + "instant,\"digest\":the SHA-256 of that in 64 lowercase hex digits}, and \"holder\" where several held the office"

    package init(role: String, of whom: String? = nil, holder: String? = nil, source: Relay) {
        self.role = role
        self.whom = whom
        self.holder = holder
        self.source = source
    }

    /// Reads `decided_by` of a request; nil where it is of another form.
    package init?(asked given: JSONObject) {
        // A null says nothing, here as everywhere in a request.
        let object = JSONObject(given.members.filter { !$0.value.isNull })
        let known = ["role", "of", "holder", "from", "received_at", "digest"]
        guard object.keys.allSatisfy(known.contains), let role = object["role"]?.string,
            let source = PastOffice.source(object)
        else { return nil }
        for key in ["of", "holder"] {
            guard object[key].map({ $0.string != nil }) ?? true else { return nil }
        }
        self.init(role: role, of: object["of"]?.string, holder: object["holder"]?.string, source: source)
    }

    /// Reads `decided_by` of an event that was decided in this office; nil where it is of another form.
    package init?(kept value: JSONValue, _ office: Office) {
        guard let object = value.object, object.count == 5, object["appointment"]?.integer != nil,
            let holder = object["holder"]?.string, let source = PastOffice.source(object)
        else { return nil }
        self.init(role: office.role, of: office.partner ?? office.group, holder: holder, source: source)
    }

    private static func source(_ object: JSONObject) -> Relay? {
        guard let from = object["from"]?.string, !from.isEmpty, from.unicodeScalars.count <= 500,
            (try? PlainText.checked(from, "from", limit: 2000)) == from,
            let receivedAt = object["received_at"]?.string.flatMap({ Instant($0) }),
            let digest = object["digest"]?.string, digest.utf8.count == 64,
            digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return Relay(from: from, receivedAt: receivedAt, digest: digest)
    }

    /// What people call it: `chair of JP`.
    var name: String { role + (whom.map { " of \($0)" } ?? "") }

    /// Whether an office is the one that is named.
    func names(_ office: Office) -> Bool {
        guard office.role == role else { return false }
        guard let whom else { return office.partner == nil && office.group == nil }
        return office.partner == whom || office.group == whom
    }
}
