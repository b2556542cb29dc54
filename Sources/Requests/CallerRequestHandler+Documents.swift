import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals
import Record

extension CallerRequestHandler {
    /// FILE: what the document is, and some of its bytes; without them the question how far it has come.
    func filing(_ request: Request) throws(ServiceFailure) -> WriteRequest {
        var reader = RequestReader(request)
        let ref = try reader.argument("ref")
        let name = try reader.requiredText("name")
        let type = try reader.requiredText("type")
        guard let size = try reader.integer("size") else { throw reader.missing("size") }
        let digest = try reader.requiredText("digest")
        guard Digest(hex: digest)?.hex == digest else {
            throw reader.wrong("digest", "give the SHA-256 of the bytes as 64 lowercase hex digits")
        }
        let offset = try reader.integer("offset")
        let data = try reader.text("data")
        let isDropped = try reader.flag("drop") ?? false
        try reader.done()
        let step: DocumentUpload.Step
        if let data {
            guard let bytes = Base64.decode(data) else {
                throw reader.wrong("data", "write base 64 with its padding (RFC 4648, section 4)")
            }
            guard let offset, offset >= 0 else {
                throw reader.wrong("offset", "say at which byte of the document \"data\" begins, from 0")
            }
            guard !isDropped else { throw reader.wrong("drop", "send bytes or give the document up, not both") }
            step = .part(offset: offset, bytes: bytes)
        } else {
            guard offset == nil else { throw reader.wrong("offset", "it needs \"data\" beside it") }
            step = isDropped ? .drop : .ask
        }
        let document = Document(name: name, type: type, size: size, digest: digest)
        return WriteRequest(
            work: .file(ref: ref, DocumentUpload(document: document, step: step)), key: request.key,
            expectedVersion: request.expectedVersion.map { Int($0) }, body: request.canonicalBody)
    }

    /// FETCH: a part of a document.
    func fetching(_ request: Request) throws(ServiceFailure) -> Read {
        let service = service
        let caller = caller
        let reader = RequestReader(request)
        let ref = try reader.argument("ref")
        let digest = try reader.argument("digest")
        let offset = reader.integerOption("offset") ?? 0
        return { () throws(ServiceFailure) in try await service.fetch(ref, digest, offset: offset, caller) }
    }
}
