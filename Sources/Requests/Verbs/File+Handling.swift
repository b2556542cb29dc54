import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.File: WriteHandling {
    static var readsPastOffice: Bool { false }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .file(
            ref: ref,
            DocumentUpload(
                document: Document(name: document, type: type, size: size, digest: digest), step: try step()))
    }

    private func step() throws(ServiceFailure) -> DocumentUpload.Step {
        guard let data else {
            guard offset == nil else { throw .wrong("offset", "it needs \"data\" beside it") }
            return drop ? .drop : .ask
        }
        guard let bytes = Base64.decode(data) else {
            throw .wrong("data", "write base 64 with its padding (RFC 4648, section 4)")
        }
        guard let offset, offset >= 0 else {
            throw .wrong("offset", "say at which byte of the document \"data\" begins, from 0")
        }
        guard !drop else { throw .wrong("drop", "send bytes or give the document up, not both") }
        return .part(offset: offset, bytes: bytes)
    }
}
