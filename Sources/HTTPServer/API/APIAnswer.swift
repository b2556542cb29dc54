import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore
import Requests
import Wording

/// An answer as one object of JSON: the members of the OK, and under `rows` what came before it, where the verb has rows.
///
/// What is short goes out whole, with its length. A long one goes out while its rows come; if it fails after that, the connection breaks
/// off, so that nobody takes a part for the whole.
struct APIAnswer {
    /// Bytes that are held back, so that a failure among the first rows is still told as one.
    private static let piece = 64 << 10

    private let answer: OpenAnswer
    private let hasRows: Bool

    init(_ answer: OpenAnswer) {
        self.answer = answer
        hasRows = answer.request.hasRows
    }

    func response() async throws -> WebResponse {
        var writer = RowBytes(hasRows)
        while writer.bytes.readableBytes < APIAnswer.piece {
            guard let piece = await answer.next() else { return ended(writer) }
            writer.take(piece)
        }
        let first = writer
        return APIAnswer.response(
            ResponseBody { [answer] body in
                var writer = first
                while let piece = await answer.next() {
                    if writer.bytes.readableBytes >= APIAnswer.piece { try await body.write(writer.flush()) }
                    writer.take(piece)
                }
                writer.end(try answer.outcome.get())
                try await body.write(writer.flush())
                try await body.finish(nil)
            })
    }

    private func ended(_ rows: RowBytes) -> WebResponse {
        var writer = rows
        switch answer.outcome {
        case .failure(let failure): return Problem(failure.pointing(from: answer.request)).response
        case .success(let end):
            writer.end(end)
            var response = APIAnswer.response(ResponseBody(byteBuffer: writer.flush()))
            if let version = end?.members.shownVersion { response.headers[.eTag] = Precondition.tag(version) }
            return response
        }
    }

    static func response(_ bytes: [UInt8]) -> WebResponse {
        response(ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func response(_ body: ResponseBody) -> WebResponse {
        WebResponse(
            status: .ok,
            headers: [
                .contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                .vary: "Authorization",
            ], body: body)
    }
}

extension LineProtocol.Request {
    /// Whether its answer has rows.
    fileprivate var hasRows: Bool {
        guard !isWrite, let read = verb.request as? any ReadVerb.Type else { return false }
        return read.hasRows && verb.rowsOption.map { options[$0] != nil } ?? true
    }
}

extension Verb {
    /// The option without which an answer has no rows, where there is one: a proposal itself has none, only one of its rounds.
    var rowsOption: String? { self == .show ? "round" : nil }
}

/// The bytes of an answer while they are put together.
private struct RowBytes {
    private(set) var bytes = ByteBuffer()
    private let hasRows: Bool
    private var isFirst = true

    init(_ hasRows: Bool) {
        self.hasRows = hasRows
        if hasRows { bytes.writeStaticString("{\"rows\":[") }
    }

    mutating func take(_ piece: OpenAnswer.Piece) {
        guard hasRows, case .row(let row) = piece else { return }
        if !isFirst { bytes.writeStaticString(",") }
        isFirst = false
        bytes.writeBytes(row.canonicalBytes)
    }

    /// The members of the end follow the rows.
    mutating func end(_ object: AnsweredObject?) {
        let members: [UInt8] =
            switch object {
            case .members(let object): object.canonicalBytes
            case .written(let bytes): bytes
            case nil: Array("{}".utf8)
            }
        guard hasRows else {
            bytes.writeBytes(members)
            return
        }
        bytes.writeStaticString(members.count > 2 ? "]," : "]")
        bytes.writeBytes(members.dropFirst())
    }

    mutating func flush() -> ByteBuffer {
        defer { bytes.clear() }
        return bytes
    }
}

extension JSONObject {
    /// The version that a later write may ask for: the proposal's, or the registry's.
    fileprivate var shownVersion: Int64? {
        self["ref"] == nil ? self["registry_version"]?.integer : self["version"]?.integer
    }
}

extension ObjectShape {
    /// Whether an object of these members may have such a version.
    var mayHaveVersion: Bool { member(member("ref") == nil ? "registry_version" : "version") != nil }
}

extension Failure {
    /// A conflict of versions says where to see what changed.
    fileprivate func pointing(from request: LineProtocol.Request) -> Failure {
        guard code == .versionConflict, let ref = request.argument("ref"), let seen = request.expectedVersion else {
            return self
        }
        var object = object
        object["changes"] = .string("\(API.root)/history/\(PercentText.encoded(ref))?after=\(seen)")
        return Failure(codeText: codeText, retry: retry, effect: effect, object: object)
    }
}
