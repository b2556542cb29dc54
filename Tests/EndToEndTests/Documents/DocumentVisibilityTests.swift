import CanonicalJSON
import LineClient
import LineProtocol
import Record
import Testing

/// FETCH obeys the rule that SHOW obeys: whoever is shown a proposal whole is given its documents, and nobody else.
@Suite(.timeLimit(.minutes(60))) struct DocumentVisibilityTests {
    /// Where a document can have been filed before: a draft of FR's takes it, whatever becomes of it.
    private static let situations: [Situation] = [
        .draft, .circulated, .returned, .recalled, .withdrawn, .withdrawnLate, .published,
    ]

    @Test func everyReaderOfEveryStage() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            var filed: [(Situation, String, Paper)] = []
            for situation in Self.situations {
                let ref = try await situation.make(world)
                let paper = Paper("\(situation).pdf", size: 50_000, seed: UInt64(situation.rawValue))
                try await proposer.send(paper, on: ref)
                filed.append((situation, ref, paper))
            }
            for reader in Reader.all {
                for (situation, ref, paper) in filed {
                    let comment: Comment = "\(reader) on \(situation)"
                    let user = try await reader.connect(world)
                    let answer = try await user.ask("FETCH \(ref) \(paper.digest)")
                    let unknown = try await user.refused("FETCH \(ref) \(String(repeating: "0", count: 64))")
                    let shown = try await user.ask("SHOW \(ref)")
                    if reader.sight(situation) == .everything {
                        let part = try answer.get()
                        #expect(
                            part["data"]?.string.flatMap { Base64.decode($0) }
                                == Array(paper.content.prefix(Paper.part)), comment)
                        #expect(
                            part["next"] == .integer(Int64(Paper.part)) && part["name"] == .string(paper.name), comment)
                        #expect(try shown.get()["documents"]?.array?.count == 1, comment)
                        #expect(unknown.code == .notFound, comment)
                    } else {
                        let failure = try #require(answer.failure, comment)
                        #expect(failure.code == reader.refusal, comment)
                        // The answer for what is there is the one for what is not.
                        #expect(
                            failure.message.replacing(paper.digest, with: String(repeating: "0", count: 64))
                                == unknown.message, comment)
                        #expect(try shown.failure != nil || shown.get()["documents"] == nil, comment)
                    }
                    await user.leave()
                }
            }
        }
    }

    /// A document of one proposal is not given out under another, even to whoever may see both or filed it.
    @Test func aDocumentBelongsToItsProposal() async throws {
        try await World.with { world in
            let first = try await world.draft("First", of: "mini")
            let second = try await world.draft("Second", of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            let paper = Paper(size: 5000)
            try await user.send(paper, on: first)
            for slug in ["pr-FR", "auditor", "admin"] {
                let reader = try await world.user(slug, of: "mini")
                #expect(try await reader.fetch(paper.digest, of: first) == paper.content)
                #expect(try await reader.refused("FETCH \(second) \(paper.digest)").code == .notFound)
            }
        }
    }
}
