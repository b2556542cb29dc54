import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import Signing
import TestSupport
import Testing

@testable import ProposalService

/// What is told of a forum's record, and to whom.
@Suite struct RecordQueriesTests {
    private static let name = LivingForum.name

    /// A forum whose record a server signs, with a policy that asks for one witness.
    private struct Signed {
        let forum: LivingForum
        let service: ProposalService
        let witness: NoteSigner

        static func make(asksForWitness: Bool = true) async throws -> Signed {
            let forum = try await LivingForum.make()
            let witness = try NoteSigner(name: "w.example", kind: .cosignature, seed: Array(1...32))
            let lines = ["witness w \(witness.key.text)", "quorum w"]
            let folder = try TestRoot.makeDirectory("keys")
            return Signed(
                forum: forum,
                service: ProposalService(
                    store: forum.store, signing: RecordSigner(folder: folder, store: forum.store),
                    policy: asksForWitness ? try WitnessPolicy(lines: lines) : WitnessPolicy()),
                witness: witness)
        }

        /// The newest checkpoint, signed anew for the administrator of the server.
        func newest() async throws -> PublishedCheckpoint {
            _ = try await service.checkpoint(RecordQueriesTests.name, .newest, forum.fixture.admin)
            return try await service.recordQueries.checkpoint(RecordQueriesTests.name, .newest)
        }

        @discardableResult
        func cosigned(_ checkpoint: PublishedCheckpoint, at seconds: Int64 = 1_800_000_000) async throws
            -> SeenCosignature
        {
            let line = try witness.cosignature(of: checkpoint.note.text, at: seconds).line
            return try await service.cosign(
                RecordQueriesTests.name, size: checkpoint.checkpoint.size, line: line, forum.fixture.admin)
        }
    }

    // MARK: CHECKPOINT

    @Test(.timeLimit(.minutes(60))) func aCheckpointIsForTheForumUntilItPublishesSomething() async throws {
        let signed = try await Signed.make()
        let size = try await signed.newest().checkpoint.size
        let readers = try await signed.forum.readers()
        let length = try await signed.forum.store.recordLength(forum: Self.name)
        #expect(length > size)
        for (reader, caller) in readers where !reader.isOfForum && reader != .former {
            let hidden = await failure { _ = try await signed.service.checkpoint(Self.name, .newest, caller) }
            #expect(hidden?.code == .notFound, "\(reader)")
            let proof = await code {
                _ = try await signed.service.proof(.consistency(from: 1, to: nil), Self.name, caller)
            }
            #expect(proof == .notFound, "\(reader)")
        }
        _ = try await signed.forum.archived(title: "Museums")
        // Nobody from outside makes the server sign.
        for reader in [LivingForum.Reader.ofAnotherForum, .nobody] {
            let told = try await signed.service.checkpoint(Self.name, .newest, readers[reader] ?? nil)
            #expect(told.published.checkpoint.size == size, "\(reader)")
        }
        let grown = try await signed.forum.store.recordLength(forum: Self.name)
        for (reader, caller) in readers where reader.isOfForum || reader == .former {
            let told = try await signed.service.checkpoint(Self.name, .newest, caller)
            #expect(told.published.checkpoint.size == grown && told.divergence == nil, "\(reader)")
        }
        #expect(
            await code { _ = try await signed.service.checkpoint("nowhere", .newest, signed.forum.fixture.admin) }
                == .notFound)
    }

    /// The log that a server's policy names is known to everybody.
    @Test(.timeLimit(.minutes(60))) func aLogOfThePolicyIsForEverybody() async throws {
        let signed = try await Signed.make()
        let newest = try await signed.newest()
        let policy = try WitnessPolicy(lines: ["log \(newest.key.text)", "quorum none"])
        let service = ProposalService(store: signed.forum.store, policy: policy)
        let told = try await service.checkpoint(Self.name, .newest, nil)
        #expect(told.published.checkpoint.root == newest.checkpoint.root)
    }

    @Test(.timeLimit(.minutes(60))) func aCheckpointIsChosen() async throws {
        let signed = try await Signed.make()
        let admin = signed.forum.fixture.admin
        let first = try await signed.newest()
        _ = try await signed.forum.draft(title: "Harbours")
        let second = try await signed.newest()
        #expect(second.checkpoint.size == first.checkpoint.size + 1)
        func told(_ choice: CheckpointChoice) async throws -> PublishedCheckpoint {
            try await signed.service.checkpoint(Self.name, choice, admin).published
        }
        #expect(try await told(.size(first.checkpoint.size)).checkpoint.root == first.checkpoint.root)
        #expect(try await told(.newest).checkpoint.root == second.checkpoint.root)
        #expect(await code { _ = try await told(.size(second.checkpoint.size + 1)) } == .notFound)
        #expect(await code { _ = try await told(.newestWitnessed) } == .notFound)
        try await signed.cosigned(first)
        let witnessed = try await told(.newestWitnessed)
        #expect(witnessed.checkpoint.size == first.checkpoint.size && witnessed.isWitnessed == true)
        #expect(try await told(.newest).isWitnessed == false)
    }

    @Test(.timeLimit(.minutes(60))) func withoutASignerOrAPolicyThereIsNoSuchCheckpoint() async throws {
        let signed = try await Signed.make(asksForWitness: false)
        let admin = signed.forum.fixture.admin
        #expect(await code { _ = try await signed.forum.service.checkpoint(Self.name, .newest, admin) } == .notFound)
        _ = try await signed.newest()
        let told = try await signed.service.checkpoint(Self.name, .newest, admin).published
        #expect(told.isWitnessed == nil && told.policy.witnesses.isEmpty)
        let failure = await failure { _ = try await signed.service.checkpoint(Self.name, .newestWitnessed, admin) }
        #expect(failure?.code == .notFound && failure?.message == "this server's policy asks for no witnesses")
    }

    // MARK: PROOF

    @Test(.timeLimit(.minutes(60))) func proofsProve() async throws {
        let signed = try await Signed.make()
        let caller = try signed.forum.caller(MiniForum.point("JP"))
        let old = try await signed.newest().checkpoint
        for title in ["Harbours", "Glaciers", "Museums"] { _ = try await signed.forum.draft(title: title) }
        let new = try await signed.newest().checkpoint
        func inclusion(_ position: Int64, _ size: Int64?) async throws -> (InclusionProof, leaf: Digest) {
            let seen = try await signed.service.proof(.inclusion(position: position, size: size), Self.name, caller)
            guard case .inclusion(let proof, let leaf) = seen else { throw MiniForum.Surprise() }
            return (proof, leaf)
        }
        let seen = try await signed.service.proof(.consistency(from: old.size, to: nil), Self.name, caller)
        guard case .consistency(let extended) = seen else { throw MiniForum.Surprise() }
        #expect(extended.oldSize == old.size && extended.newSize == new.size)
        try extended.verify(oldRoot: old.root, newRoot: new.root)
        let events = try await signed.forum.store.record(forum: Self.name, after: -1, limit: .max)
        for position in [0, old.size, new.size - 1] {
            let (proof, leaf) = try await inclusion(position, nil)
            #expect(leaf.bytes == events[Int(position)].leafHash)
            #expect(proof.index == position && proof.size == new.size)
            try proof.verify(leafHash: leaf, root: new.root)
        }
        // Of a record as it was before.
        let (before, leaf) = try await inclusion(0, old.size)
        #expect(before.size == old.size)
        try before.verify(leafHash: leaf, root: old.root)
    }

    @Test(.timeLimit(.minutes(60))) func whatWasNotSignedIsNotProved() async throws {
        let signed = try await Signed.make()
        let admin = signed.forum.fixture.admin
        let size = try await signed.newest().checkpoint.size
        let wrong: [(ProofRequest, String)] = [
            (.consistency(from: size + 1, to: nil), "from"), (.consistency(from: 3, to: 2), "from"),
            (.consistency(from: -1, to: nil), "from"), (.consistency(from: 1, to: size + 1), "to"),
            (.inclusion(position: size, size: nil), "position"), (.inclusion(position: -1, size: nil), "position"),
            (.inclusion(position: 2, size: 2), "position"), (.inclusion(position: 0, size: size + 1), "size"),
        ]
        for (request, field) in wrong {
            let failure = await failure { _ = try await signed.service.proof(request, Self.name, admin) }
            #expect(failure?.code == .badField && failure?.details["field"] == .string(field), "\(request)")
        }
    }

    // MARK: COSIGN

    @Test(.timeLimit(.minutes(60))) func aCosignatureCountsOnce() async throws {
        let signed = try await Signed.make()
        let newest = try await signed.newest()
        let first = try await signed.cosigned(newest)
        #expect(first.isNew && first.isWitnessed == true && first.witness == "w")
        let again = try await signed.cosigned(newest)
        #expect(!again.isNew && again.at == first.at)
        #expect(try await signed.newest().seen.seconds == ["w": 1_800_000_000])
    }

    @Test(.timeLimit(.minutes(60))) func whatIsNoCosignatureIsRefused() async throws {
        let signed = try await Signed.make()
        let newest = try await signed.newest()
        let size = newest.checkpoint.size
        let another = try NoteSigner(name: "w.example", kind: .cosignature, seed: Array(2...33))
        let fits = try signed.witness.cosignature(of: newest.note.text, at: 1).line
        let wrong: [(Int64, String, ServiceFailure.Code)] = [
            (size, "w.example says yes", .badField),
            (size, try signed.witness.cosignature(of: "another\n", at: 1).line, .badField),
            (size, try another.cosignature(of: newest.note.text, at: 1).line, .forbidden),
            (size + 1, fits, .notFound),
        ]
        for (size, line, code) in wrong {
            let failure = await failure {
                _ = try await signed.service.cosign(Self.name, size: size, line: line, signed.forum.fixture.admin)
            }
            #expect(failure?.code == code, "\(line)")
        }
        #expect(await code { _ = try await signed.service.cosign(Self.name, size: size, line: fits, nil) } == .notFound)
        #expect(try await signed.newest().isWitnessed == false)
    }

    // MARK: EXPORT

    @Test(.timeLimit(.minutes(60))) func aWholeRecordIsForThoseWhoReadEverything() async throws {
        let signed = try await Signed.make()
        _ = try await signed.forum.draft(title: "Harbours")
        for case (let reader, let caller?) in try await signed.forum.readers() {
            let refused = await code {
                let export = try await signed.service.export(Self.name, caller)
                #expect(export.ref == nil && export.readsEverything, "\(reader)")
                #expect(export.size == (try await signed.forum.store.recordLength(forum: Self.name)))
                var count: Int64 = 0
                try await export.events { event, _ in
                    #expect(event.position == count)
                    count += 1
                }
                let told = try await export.count()
                #expect(count == export.size && count == told)
            }
            switch reader {
            case .auditor, .forumAdministrator, .serverAdministrator: #expect(refused == nil, "\(reader)")
            case .proposer, .organiser, .otherPartner, .former: #expect(refused == .forbidden, "\(reader)")
            case .ofAnotherForum, .nobody: #expect(refused == .notFound, "\(reader)")
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func aProposalIsExportedByWhoSeesAllOfIt() async throws {
        let signed = try await Signed.make()
        let draft = try await signed.forum.draft(title: "Harbours")
        let archived = try await signed.forum.archived(title: "Museums")
        for case (let reader, let caller?) in try await signed.forum.readers() {
            let ofDraft = await code {
                let export = try await signed.service.export(draft, caller)
                #expect(export.ref == draft && export.forum == Self.name, "\(reader)")
                #expect(export.readsEverything == reader.readsEverything, "\(reader)")
                var streams: [String] = []
                try await export.events { event, _ in streams.append(event.sealed.event.stream) }
                #expect(Set(streams) == [draft, Event.registryStream], "\(reader)")
            }
            #expect(ofDraft == (reader.seesDraft ? nil : .notFound), "\(reader)")
            let ofArchived = await code { _ = try await signed.service.export(archived, caller) }
            #expect(ofArchived == (reader.isOfForum ? nil : .forbidden), "\(reader)")
        }
        let admin = signed.forum.fixture.admin
        #expect(await code { _ = try await signed.service.export("MINI-2026-0999", admin) } == .notFound)
        #expect(await code { _ = try await signed.service.export("nowhere", admin) } == .notFound)
    }

    /// A bundle holds the witnessed checkpoints that stand around its events, and ends at the one that it was made of.
    @Test(.timeLimit(.minutes(60))) func anExportKnowsItsStages() async throws {
        let signed = try await Signed.make()
        let admin = signed.forum.fixture.admin
        #expect(await code { _ = try await signed.service.export(Self.name, isWitnessed: true, admin) } == .notFound)
        var witnessed: [Int64] = []
        for title in ["Harbours", "Glaciers"] {
            _ = try await signed.forum.draft(title: title)
            let newest = try await signed.newest()
            try await signed.cosigned(newest)
            witnessed.append(newest.checkpoint.size)
        }
        _ = try await signed.forum.draft(title: "Museums")
        let export = try await signed.service.export(Self.name, admin)
        #expect(export.size == witnessed[1] + 1)
        let stages = try await signed.service.stages(of: export)
        #expect(stages.map(\.checkpoint.size) == witnessed + [export.size])
        #expect(stages.map(\.isWitnessed) == [true, true, false])
        let earlier = try await signed.service.export(Self.name, isWitnessed: true, admin)
        #expect(earlier.size == witnessed[1])
        #expect(try await signed.service.stages(of: earlier).map(\.checkpoint.size) == witnessed)
    }

    @Test(
        arguments: [
            ([5], [2, 4, 6, 9], [4, 6]), ([4], [2, 4, 6, 9], [4, 6]), ([0], [2, 4], [2]), ([9], [2, 4], [4]),
            ([1, 7], [2, 4, 6, 9], [2, 6, 9]), ([], [2], []), ([3], [], []),
        ] as [([Int64], [Int64], [Int64])])
    func sizesAroundPositions(_ positions: [Int64], _ sizes: [Int64], _ kept: [Int64]) {
        #expect(RecordQueries.bracketing(positions, sizes) == kept)
    }
}
