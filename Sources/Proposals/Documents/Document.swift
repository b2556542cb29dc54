package import CanonicalJSON
package import CivilTime
import Documents
import Record

/// A document as whoever files it describes it. Its bytes stand beside the record, under their digest.
package struct Document: Sendable, Hashable {
    package var name: String
    /// A media type (``DocumentType``), as it was given.
    package var type: String
    /// Bytes.
    package var size: Int
    /// SHA-256 of the bytes, as 64 lowercase hexadecimal digits.
    package var digest: String

    package init(name: String, type: String, size: Int, digest: String) {
        self.name = name
        self.type = type
        self.size = size
        self.digest = digest
    }

    package init(json: JSONObject) throws(EventError) {
        let data = EventReader(json, "document")
        self.init(
            name: try data.text("name"), type: try data.text("type"), size: try data.integer("size"),
            digest: try data.text("digest"))
    }

    package var json: JSONObject {
        [
            "digest": .string(digest), "name": .string(name), "size": .integer(Int64(size)), "type": .string(type),
        ]
    }

    /// Refuses bytes that can be no beginning of the document.
    package func check(beginning bytes: [UInt8]) throws(Refusal) {
        if let fault = DocumentType(rawValue: type)?.fault(beginning: bytes) { throw wrongContent(fault) }
    }

    /// Refuses bytes that are not the document described: of another size, digest or type.
    package func check(content bytes: [UInt8]) throws(Refusal) {
        guard bytes.count == size else {
            throw .badField("size", "\(bytes.count) bytes came, not \(size); none of them was kept")
        }
        let found = Digest.sha256(bytes).hex
        guard found == digest else {
            throw .badField(
                "digest", "what arrived has the digest \(found), not the one announced; none of it was kept")
        }
        if let fault = DocumentType(rawValue: type)?.fault(content: bytes) { throw wrongContent(fault) }
    }

    private func wrongContent(_ fault: String) -> Refusal {
        .badField("type", "this is no \(type): \(fault); none of it was kept")
    }
}

/// A document that was filed.
package struct DocumentRecord: Sendable, Hashable {
    package var document: Document
    package var recordedAt: Instant
    package var actor: Actor
    package var version: Int
}
