import CanonicalJSON
import LineProtocol
import ProposalService

extension CallerRequestHandler {
    /// CHECKPOINT, PROOF and COSIGN: what a witness needs, who may be a stranger.
    static func witnessing(
        _ request: Request, _ service: ProposalService, _ caller: Caller?
    ) throws(ServiceFailure) -> Read {
        var reader = RequestReader(request)
        let forum = try reader.argument("forum")
        switch request.verb {
        case .checkpoint:
            let size = request.integer("size")
            let isWitnessed = try reader.flagOption("witnessed")
            guard size == nil || !isWitnessed else {
                throw reader.wrong("witnessed", "give size= or witnessed=true, not both")
            }
            let choice = size.map { CheckpointChoice.size($0) } ?? (isWitnessed ? .newestWitnessed : .newest)
            return { () throws(ServiceFailure) in try await service.checkpoint(forum, choice, caller) }
        case .proof:
            let proof = try proof(request, reader)
            return { () throws(ServiceFailure) in try await service.proof(proof, forum, caller) }
        default:
            guard let size = try reader.integer("size") else { throw reader.missing("size") }
            let line = try reader.requiredText("line")
            try reader.done()
            return { () throws(ServiceFailure) in
                try await service.cosign(forum, size: Int64(size), line: line, caller)
            }
        }
    }

    private static func proof(_ request: Request, _ reader: RequestReader) throws(ServiceFailure) -> ProofRequest {
        let (from, to) = (request.integer("from"), request.integer("to"))
        let (position, size) = (request.integer("position"), request.integer("size"))
        switch (from, position) {
        case (.some(let from), nil) where size == nil: return .consistency(from: from, to: to)
        case (nil, .some(let position)) where to == nil: return .inclusion(position: position, size: size)
        default:
            throw ServiceFailure(
                .missing, "PROOF needs from= (and to=) for consistency, or position= (and size=) for inclusion",
                details: ["argument": "from"])
        }
    }
}
