import CanonicalJSON
import LineProtocol
import PostgresStore
import ProposalService
import Proposals
import Record
import Testing

/// PROOF over the line: every proof is checked with the roots that were signed, and what cannot be proven is refused.
@Suite(.serialized) struct ProofTests {
    private func digests(_ object: JSONObject) throws -> [Digest] {
        try #require(object["path"]?.strings).map { try #require(Digest(hex: $0)) }
    }

    @Test func consistencyAndInclusion() async throws {
        try await RecordScene.with { scene, _ in
            let auditor = try await scene.user("auditor")
            var roots: [Int64: Digest] = [:]
            for _ in 0..<4 {
                try await scene.grow(by: 3)
                let checkpoint = try await auditor.ok("CHECKPOINT mini")
                let size = try #require(checkpoint["size"]?.integer)
                roots[size] = try #require(checkpoint["root"]?.string.flatMap { Digest(hex: $0) })
            }
            let sizes = roots.keys.sorted()
            let last = try #require(sizes.last)
            let newest = try #require(roots[last])
            for from in sizes {
                for to in sizes where to >= from {
                    let answer = try await auditor.ok("PROOF mini from=\(from) to=\(to)")
                    let proof = ConsistencyProof(oldSize: from, newSize: to, path: try digests(answer))
                    try proof.verify(oldRoot: try #require(roots[from]), newRoot: try #require(roots[to]))
                }
            }
            #expect(try await auditor.ok("PROOF mini from=\(sizes[0])")["to"] == .integer(last))
            #expect(try await auditor.ok("PROOF mini from=0")["path"] == [])
            for event in try await scene.server.store.record(forum: "mini", after: -1, limit: 1000) {
                guard event.position < last else { continue }
                let answer = try await auditor.ok("PROOF mini position=\(event.position) size=\(last)")
                let leaf = MerkleTree.leafHash(event.sealed.bytes)
                #expect(answer["leaf"]?.string == leaf.hex)
                try InclusionProof(index: event.position, size: last, path: try digests(answer))
                    .verify(leafHash: leaf, root: newest)
            }
        }
    }

    @Test func whatCannotBeProven() async throws {
        try await RecordScene.with { scene, _ in
            let auditor = try await scene.user("auditor")
            let size = try await scene.grow(by: 1)
            for (words, field) in [
                ("from=\(size + 1)", "from"), ("from=1 to=\(size + 1)", "to"), ("from=5 to=4", "from"),
                ("position=\(size)", "position"), ("position=3 size=3", "position"),
                ("position=0 size=\(size + 1)", "size"), ("position=0 size=0", "position"),
            ] {
                let failure = try await auditor.refused("PROOF mini \(words)")
                #expect(failure.code == .badField && failure.object["field"]?.string == field, "\(words): \(failure)")
            }
            for words in ["", " to=3", " size=3", " from=1 position=1", " from=1 size=3", " position=1 to=3"] {
                #expect(try await auditor.refused("PROOF mini\(words)").code == .missingArgument, "\(words)")
            }
            #expect(try await auditor.refused("CHECKPOINT mini witnessed=maybe").code == .badField)
            #expect(try await auditor.refused("CHECKPOINT mini size=3 witnessed=true").code == .badField)
            #expect(try await auditor.refused("CHECKPOINT mini witnessed=true").code == .notFound)
        }
    }

    /// Strangers read checkpoints and proofs of a forum whose log the policy names or that published something; of others nothing.
    @Test func strangers() async throws {
        try await RecordScene.with { scene, _ in
            let size = try await scene.grow(by: 1)
            let stranger = try await scene.stranger()
            #expect(try await stranger.ok("CHECKPOINT mini")["size"] == .integer(size))
            #expect(try await stranger.ok("PROOF mini from=1 to=\(size)")["from"] == 1)
            #expect(try await stranger.ok("PROOF mini position=0 size=\(size)")["position"] == 0)
            // This server's policy names nobody, and the forum published nothing.
            let words = ["CHECKPOINT", "PROOF", "COSIGN"]
            for forum in ["mini", "nothing", "server"] {
                let other = User(account: "nobody", client: try await scene.world.server.connect())
                for word in words {
                    let options = word == "PROOF" ? " from=1" : ""
                    let object: JSONObject? = word == "COSIGN" ? ["size": 3, "line": "— a AAAAAAAAAAA="] : nil
                    let failure = try await other.refused("\(word) \(forum)\(options)", object)
                    #expect(failure.code == .notFound)
                    #expect(failure.message == "there is no forum \"\(forum)\" that you can see")
                }
            }
            // Somebody of another forum is a stranger to this one.
            let member = try await scene.world.user("auditor", of: "asem")
            #expect(try await member.refused("CHECKPOINT mini").code == .notFound)
        }
    }
}
