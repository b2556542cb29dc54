import CanonicalJSON
import CivilTime
import Documents
import Lifecycle
import Proposals
import Record
import Testing

@testable import ProposalService

/// What is told of one proposal, and to whom.
@Suite struct ProposalQueriesTests {
    /// Tells nobody more of a proposal that they may not see than of one that is not there.
    private func isHidden(_ failure: ServiceFailure, _ ref: String, as missing: ServiceFailure?) -> Bool {
        failure.code == .notFound && failure.code == missing?.code && failure.details == missing?.details
            && failure.message == missing?.message.replacing("MINI-2026-0999", with: ref)
    }

    // MARK: SHOW

    @Test(.timeLimit(.minutes(60))) func aDraftIsShownToThoseWhoWriteIt() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.draft(title: "Harbours")
        for (reader, caller) in try await forum.readers() {
            let hidden = await failure {
                let record = try await forum.service.show(ref, caller)
                #expect(record.isWhole && record.fields["title"] == "Harbours", "\(reader)")
                #expect(record.proposal.state == "drafted")
            }
            #expect((hidden == nil) == reader.seesDraft, "\(reader)")
            guard let hidden else { continue }
            let missing = await failure { _ = try await forum.service.show("MINI-2026-0999", caller) }
            #expect(isHidden(hidden, ref, as: missing), "\(reader): \(hidden.message)")
        }
    }

    @Test(.timeLimit(.minutes(60))) func whatWasCirculatedIsShownToTheForum() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        for (reader, caller) in try await forum.readers() {
            let failure = await failure {
                let record = try await forum.service.show(ref, caller)
                #expect(record.isWhole && record.fields["objective"] == "O", "\(reader)")
            }
            #expect(failure?.code == (reader.isOfForum ? nil : .notFound), "\(reader)")
        }
    }

    /// Of what is published somebody who is not of the forum sees the published fields, and nothing else.
    @Test(.timeLimit(.minutes(60))) func whatIsPublishedIsShownInPart() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.archived(title: "Museums")
        for (reader, caller) in try await forum.readers() {
            let record = try await forum.service.show(ref, caller)
            #expect(record.isWhole == reader.isOfForum, "\(reader)")
            let keys = reader.isOfForum ? ["title", "location", "objective"] : ["title", "location"]
            #expect(Set(record.fields.keys) == Set(keys), "\(reader)")
            // What is told of it to the end is for the forum.
            let round = await code { _ = try await forum.service.round(1, of: ref, caller) }
            #expect(round == .notFound, "\(reader)")
            guard let caller else { continue }
            let history = await code { _ = try await forum.service.history(ref, caller) }
            let why = await code {
                _ = try await forum.service.why(ref, transition: nil, inputs: [:], caller)
            }
            #expect(history == (reader.isOfForum ? nil : .notFound), "\(reader)")
            #expect(why == (reader.isOfForum ? nil : .notFound), "\(reader)")
        }
    }

    // MARK: HISTORY and REPLAY

    private func supported() async throws -> (LivingForum, ref: String) {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        for partner in MiniForum.partners { try await forum.support(partner, ref) }
        return (forum, ref)
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2, 4, 5, 6])
    func pagesOfAHistoryTogetherAreTheWhole(_ limit: Int) async throws {
        let (forum, ref) = try await supported()
        let caller = try forum.caller(MiniForum.point("JP"))
        let whole = try await forum.service.history(ref, caller)
        #expect(whole.next == nil && whole.events.count == 5)
        #expect(whole.events.map(\.event.version) == [1, 2, 3, 4, 5])
        #expect(whole.events.map(\.event.kind).first == .drafted)
        var paged: [SeenEvent] = []
        var after = 0
        while true {
            let page = try await forum.service.history(ref, after: after, limit: limit, caller)
            #expect(page.events.count <= limit && page.record.proposal.version == 5)
            paged += page.events
            guard let next = page.next else { break }
            #expect(next > after)
            after = next
        }
        #expect(paged == whole.events)
        #expect(try await forum.service.history(ref, after: 5, caller).events.isEmpty)
    }

    /// A page holds at least one event, and at most as many as the server answers at once.
    @Test(.timeLimit(.minutes(60))) func aPageHasALimit() async throws {
        let (forum, ref) = try await supported()
        let caller = try forum.caller(MiniForum.point("JP"))
        var limits = ServiceConfiguration()
        limits.pageLimit = 2
        let queries = ProposalQueries(records: forum.service.records, limits: limits)
        for (asked, answered) in [(nil, 2), (100, 2), (1, 1), (0, 1), (-3, 1)] {
            let page = try await queries.history(ref, limit: asked, caller)
            #expect(page.events.count == answered && page.next == answered)
        }
    }

    @Test(.timeLimit(.minutes(60))) func aProposalIsToldAsItWas() async throws {
        let (forum, ref) = try await supported()
        let caller = try forum.caller(MiniForum.point("JP"))
        func replay(_ version: Int?, at: Instant? = nil) async throws -> SeenHistory {
            try await forum.service.replay(ref, version: version, at: at, caller)
        }
        let first = try await replay(1)
        #expect(first.events.count == 1 && first.record.proposal.state == "drafted" && first.next == nil)
        let second = try await replay(2)
        #expect(second.record.proposal.state == "circulated")
        #expect(second.record.proposal.openRound?.positions.partners.isEmpty == true)
        let moment = second.record.proposal.recordedAt
        #expect(second.record.now == moment)
        #expect(try await replay(nil, at: moment).events == second.events)
        let now = try await replay(5)
        #expect(now.record.proposal == (try await forum.service.show(ref, caller)).proposal)
    }

    @Test(.timeLimit(.minutes(60))) func whatWasNeverSoIsNotTold() async throws {
        let (forum, ref) = try await supported()
        let caller = try forum.caller(MiniForum.point("JP"))
        func replay(_ version: Int?, _ at: Instant? = nil) async -> ServiceFailure? {
            await failure { _ = try await forum.service.replay(ref, version: version, at: at, caller) }
        }
        let moment = try await forum.day(0)
        #expect(await replay(nil)?.code == .badField)
        #expect(await replay(1, moment)?.code == .badField)
        for version in [0, -1, 6] {
            let failure = await replay(version)
            #expect(failure?.code == .notFound && failure?.details["versions"] == [1, 5])
        }
        #expect(await replay(nil, Instant(microseconds: 0))?.code == .notFound)
        let (others, stranger) = (try forum.caller(MiniForum.proposer), try await forum.stranger())
        let hidden = await code {
            _ = try await forum.service.replay(ref, version: 1, at: nil, stranger)
        }
        #expect(hidden == .notFound)
        let seen = try await forum.service.replay(ref, version: 1, at: nil, others)
        #expect(seen.record.isWhole)
    }

    // MARK: SHOW of a round

    @Test(.timeLimit(.minutes(60))) func aRoundIsToldWithItsPositions() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Glaciers")
        let ref = try await forum.circulated(title: "Harbours")
        try await forum.support("JP", ref)
        let caller = try forum.caller(MiniForum.point("VN"))
        let seen = try await forum.service.round(1, of: ref, caller)
        #expect(seen.round.number == 1 && seen.round.positions.partners.sorted() == ["JP"])
        let unknown = await failure { _ = try await forum.service.round(2, of: ref, caller) }
        #expect(unknown?.code == .notFound && unknown?.details["rounds"] == [1])
        let never = await failure { _ = try await forum.service.round(1, of: draft, caller) }
        #expect(never?.message == "\(draft) was never circulated" && never?.details["rounds"] == [])
        let other = try forum.caller(MiniForum.point("JP"))
        #expect(await code { _ = try await forum.service.round(1, of: draft, other) } == .notFound)
        #expect(await code { _ = try await forum.service.round(1, of: ref, nil) } == .notFound)
    }

    // MARK: WHY

    @Test(.timeLimit(.minutes(60))) func whyTellsWhatIsPossibleForWhoAsks() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.draft(title: "Harbours")
        func allowed(_ office: Office) async throws -> [String] {
            let chances = try await forum.service.why(
                ref, transition: nil, inputs: ["track": "work-programme", "reason": "R"], try forum.caller(office))
            return chances.acts.compactMap { act in
                guard case .transition(let transition) = act.kind, act.verdict.isAllowed else { return nil }
                return transition.id
            }
        }
        #expect(try await allowed(MiniForum.proposer) == ["circulate", "withdraw"])
        #expect(try await allowed(MiniForum.point("VN")) == [])
        let other = try forum.caller(MiniForum.point("JP"))
        #expect(await code { _ = try await forum.service.why(ref, transition: nil, inputs: [:], other) } == .notFound)
    }

    @Test(.timeLimit(.minutes(60))) func whyIsAskedOfOneActWithWhatIsGiven() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.draft(title: "Harbours")
        let caller = try forum.caller(MiniForum.proposer)
        func why(_ act: String?, _ inputs: JSONObject = [:]) async throws -> SeenChances {
            try await forum.service.why(ref, transition: act, inputs: inputs, caller)
        }
        let one = try await why("circulate")
        #expect(one.acts.count == 1 && one.acts[0].verdict.unmet.map(\.requirement) == ["input"])
        #expect(try await why("circulate", ["track": "work-programme"]).acts[0].verdict.isAllowed)
        let fact = try await why("published")
        guard case .fact(let definition) = fact.acts[0].kind else { throw MiniForum.Surprise() }
        #expect(definition.id == "published" && fact.acts.count == 1)
        #expect(await code { _ = try await why("approve") } == .notFound)
        for given: JSONObject in [["decided_at": "yesterday"], ["decided_at": 7]] {
            let failure = await failure { _ = try await why("circulate", given) }
            #expect(failure?.code == .badField && failure?.details["field"] == "decided_at")
        }
        let unclear = await failure { _ = try await why("circulate", ["decided_by": ["of": "FR"]]) }
        #expect(unclear?.details["field"] == "decided_by")
    }

    /// That a hidden draft looks alike is hinted at, and no more.
    @Test(.timeLimit(.minutes(60))) func aHiddenDraftThatLooksAlikeIsNotNamed() async throws {
        let forum = try await LivingForum.make()
        try await forum.change(
            .command(.admitPartner(Partner(id: "DE", name: "Partner DE", attributes: ["region": "Europe"]))))
        let ref = try await forum.draft(title: "Seminar on harbours and glaciers")
        var fields = MiniForum.fields
        fields["title"] = "Seminar on harbours and glaciers"
        fields["organisers"] = [["partner": "JP"], ["partner": "DE"]]
        let japan = Office(role: "proposer", partner: "JP")
        let draft = Command.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil)
        _ = try await forum.fixture.write(
            .begin(forum: LivingForum.name, draft), as: try forum.caller(japan)
        ).get()
        func why() async throws -> SeenChances {
            try await forum.service.why(
                ref, transition: "circulate", inputs: ["track": "work-programme"], try forum.caller(MiniForum.proposer))
        }
        let before = try await why()
        #expect(before.hiddenDrafts == 1 && before.acts[0].verdict.isAllowed)
        let other = "MINI-" + ref.dropFirst(5).prefix(4) + "-0002"
        try await forum.act(
            japan, other,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
        let after = try await why()
        #expect(after.hiddenDrafts == 0)
        #expect(after.acts[0].verdict.unmet.map(\.subjects) == [[other]])
    }

    // MARK: FETCH

    @Test(.timeLimit(.minutes(60))) func aDocumentIsFetchedInPartsByWhoSeesTheProposal() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.draft(title: "Harbours")
        let part = DocumentRules.largestPart
        let content = (0..<(part + 17)).map { UInt8(97 + $0 / 7 % 26) }
        let digest = Digest.sha256(content).hex
        let document = Document(name: "paper.txt", type: "text/plain", size: content.count, digest: digest)
        for start in [0, part] {
            let bytes = Array(content[start..<min(start + part, content.count)])
            let upload = DocumentUpload(document: document, step: .part(offset: start, bytes: bytes))
            _ = try await forum.fixture.write(
                .file(ref: ref, upload), as: try forum.caller(MiniForum.proposer)
            ).get()
        }
        let readers = try await forum.readers()
        for case (let reader, let caller?) in readers {
            if reader.seesDraft {
                let first = try await forum.service.fetch(ref, digest, offset: 0, caller)
                #expect(first.bytes == Array(content[..<part]) && first.next == part && first.document == document)
                let last = try await forum.service.fetch(ref, digest, offset: part, caller)
                #expect(last.bytes == Array(content[part...]) && last.next == nil)
            } else {
                let failure = await failure { _ = try await forum.service.fetch(ref, digest, offset: 0, caller) }
                #expect(
                    failure?.message == "there is no document \(digest) of \(ref) that you can see", "\(reader)")
            }
        }
        let caller = try forum.caller(MiniForum.proposer)
        let other = String(digest.reversed())
        #expect(await code { _ = try await forum.service.fetch(ref, other, offset: 0, caller) } == .notFound)
        let beyond = await failure { _ = try await forum.service.fetch(ref, digest, offset: content.count, caller) }
        #expect(beyond?.code == .badField && beyond?.details["size"] == .integer(Int64(content.count)))
    }
}
