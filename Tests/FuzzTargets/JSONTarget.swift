import CanonicalJSON
import Proposals

extension FuzzTarget {
    /// JSON of any form, and the reader of canonical bytes beside it.
    static let json = FuzzTarget(
        "json", longest: 1024, verdicts: ["canonical", "read", "refused"]
    ) { bytes throws(Finding) in
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue.parse(bytes) } catch {
            try must((0...bytes.count).contains(error.offset), "a fault outside the text: \(error)")
            try must(canonically(bytes) == nil, "the canonical reader takes what is no JSON: \(error)")
            return "refused"
        }
        let written = value.canonicalBytes
        try must(value.profileFault == nil, "what was read is outside the profile")
        try must((try? JSONValue.parse(written)) == value, "another value once it is written")
        try must(canonically(written) == value, "the canonical reader refuses what is canonical")
        let isCanonical = written == bytes
        try must(canonically(bytes) == (isCanonical ? value : nil), "the two readers disagree on what is canonical")
        return isCanonical ? "canonical" : "read"
    }

    private static func canonically(_ bytes: [UInt8]) -> JSONValue? {
        var reader = CanonicalReader(bytes)
        guard let value = try? reader.value(), (try? reader.end()) != nil else { return nil }
        return value
    }

    /// An event, read by its known layout and as JSON of any form: both ways must say the same.
    static let event = FuzzTarget(
        "event", longest: 2048, verdicts: ["canonical", "read", "refused"]
    ) { bytes throws(Finding) in
        let canonical = try? Event(canonical: bytes)
        let loose = try? Event(anyForm: bytes)
        guard let loose else {
            try must(canonical == nil, "an event only to the reader of canonical bytes")
            return "refused"
        }
        let isCanonical = loose.canonicalBytes == bytes
        try must(canonical == (isCanonical ? loose : nil), "the two ways to read an event disagree")
        let again = try mustRead("an event that was written") { try Event(canonical: loose.canonicalBytes) }
        try must(again == loose, "another event once it is written")
        return isCanonical ? "canonical" : "read"
    }
}
