import CanonicalJSON
import Documents
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import Record
import TestRandom
import TestSupport

/// A document of a test's own: invented bytes that begin as a PDF does.
struct Paper: Sendable {
    var name: String
    var type = "application/pdf"
    var content: [UInt8]

    /// So many bytes that no other seed has.
    init(_ name: String = "paper.pdf", size: Int, seed: UInt64 = 1) {
        self.name = name
        var random = SeededRandom(seed: seed)
        var bytes = Array("%PDF-1.7\n".utf8)
        bytes.reserveCapacity(size + 8)
        while bytes.count < size {
            var word = random.next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        content = Array(bytes.prefix(size))
    }

    var digest: String { Digest.sha256(content).hex }

    /// What a request says of it.
    var object: JSONObject {
        [
            "name": .string(name), "type": .string(type), "size": .integer(Int64(content.count)),
            "digest": .string(digest),
        ]
    }

    static let part = DocumentRules.largestPart
}

extension User {
    /// Sends bytes of a document from an offset on; a described object may differ from what is sent.
    func file(_ paper: Paper, on ref: String, from offset: Int, _ object: JSONObject? = nil) async throws -> JSONObject
    {
        try await ok("FILE \(ref)", User.part(paper, from: offset, object))
    }

    static func part(_ paper: Paper, from offset: Int, _ object: JSONObject? = nil) -> JSONObject {
        var object = object ?? paper.object
        let bytes = Array(paper.content[offset..<min(offset + Paper.part, paper.content.count)])
        object["offset"] = .integer(Int64(offset))
        object["data"] = .string(Base64.encode(bytes))
        return object
    }

    /// Sends a document whole, from an offset on, up to another; answers what the last request was answered.
    @discardableResult
    func send(_ paper: Paper, on ref: String, from start: Int = 0, upTo end: Int? = nil) async throws -> JSONObject {
        var last: JSONObject = [:]
        // What does not change is made once.
        let object = paper.object
        for offset in stride(from: start, to: end ?? paper.content.count, by: Paper.part) {
            last = try await file(paper, on: ref, from: offset, object)
        }
        return last
    }

    /// Fetches a document whole, part by part.
    func fetch(_ digest: String, of ref: String, from start: Int64 = 0) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var next: Int64? = start
        while let offset = next {
            let part = try await ok("FETCH \(ref) \(digest) offset=\(offset)")
            guard part["offset"]?.integer == offset, let data = part["data"]?.string.flatMap({ Base64.decode($0) })
            else {
                throw Unexpected("no bytes in \(part)")
            }
            bytes += data
            next = part["next"]?.integer
        }
        return bytes
    }
}

extension World {
    /// How many bytes of documents, and of documents on their way, the database holds.
    func keptBytes() async throws -> (documents: Int, uploads: Int) {
        let connection = try await database.connect(role: .superuser)
        let documents: [Int] = try await connection.query(
            "SELECT coalesce(sum(octet_length(content)), 0)::int8 FROM document"
        ).column()
        let uploads: [Int] = try await connection.query(
            "SELECT coalesce(sum(octet_length(bytes)), 0)::int8 FROM upload_part"
        ).column()
        await connection.close()
        return (documents.first ?? -1, uploads.first ?? -1)
    }
}
