import LineProtocol
import ProposalService
import Record

extension Verbs.Proof: TypedPublicReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let size = size.map { Int64($0) }
        let asked: ProofRequest =
            if let position {
                .inclusion(position: Int64(position), size: size)
            } else {
                .consistency(from: Int64(from ?? 0), to: to.map { Int64($0) })
            }
        var end = End(try await service.proof(asked, forum, caller))
        end.forum = forum
        return TypedAnswer(end: end)
    }
}

extension Verbs.Proof.End {
    fileprivate init(_ seen: SeenProof) {
        self.init()
        switch seen {
        case .consistency(let proof):
            from = Int(proof.oldSize)
            to = Int(proof.newSize)
            path = proof.path.map(\.hex)
        case .inclusion(let proof, let leaf):
            position = Int(proof.index)
            size = Int(proof.size)
            self.leaf = leaf.hex
            path = proof.path.map(\.hex)
        }
    }
}
