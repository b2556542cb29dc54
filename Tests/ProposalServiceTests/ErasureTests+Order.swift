import CanonicalJSON
import Lifecycle
import Postgres
import PostgresStore
import Proposals
import Requests
import TestSupport
import Testing

@testable import ProposalService

/// Erasures among other writes: each is decided in its turn, on what the ones before it left.
extension ErasureTests {
    /// One write, by whom and of which server; the first where none is named.
    private struct Sent {
        var request: WriteRequest
        var office = MiniForum.admin
        var service: ProposalService?
    }

    private static let note = Command.note("N", decidedAt: nil)

    private func act(_ ref: String, _ command: Command, _ office: Office = MiniForum.proposer) -> Sent {
        Sent(
            request: WriteRequest(work: .act(ref: ref, command), body: [], form: WriteAnswer.form), office: office)
    }

    private static func revision(_ contact: String) -> Command {
        .revise(
            fields: ["organisers": [["partner": "FR", "contact": .string(contact)], ["partner": "VN"]]], kind: nil,
            decidedAt: nil)
    }

    /// Sends all of it before any of it can be decided; what each is answered.
    private func together(_ forum: LivingForum, _ sent: [Sent]) async throws -> [JSONObject] {
        let blocker = try await forum.fixture.database.connect(role: .owner)
        try await blocker.runScript("BEGIN; SELECT forum FROM forum WHERE forum = '\(Self.name)' FOR UPDATE")
        var promises: [Promise<ServiceOutcome>] = []
        for one in sent {
            promises.append(
                await (one.service ?? forum.service).submit(one.request, try forum.caller(one.office)))
        }
        try await blocker.runScript("ROLLBACK")
        var answers: [JSONObject] = []
        for promise in promises { answers.append(try await promise.value.get().object) }
        return answers
    }

    private func kept(_ forum: LivingForum, _ subject: String) async throws -> [String] {
        try await forum.service.personal(of: try PersonalSubject(subject), try forum.caller(MiniForum.admin)).values
            .map(\.value)
    }

    /// Where a note comes first it is a batch of its own, and what is sent after it the next one.
    @Test(arguments: [true, false]) func anErasureTakesWhatWasEnteredBeforeIt(inOneBatch: Bool) async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let first = inOneBatch ? [act(ref, Self.note)] : []
        let answers = try await together(
            forum, first + [act(ref, Self.revision("Bob, bob@example.org")), Sent(request: try erasing(ref))])
        #expect(answers.last?["erased"] == 2 && answers.last?["left"] == 0, "\(answers)")
        #expect(try await kept(forum, ref).isEmpty)
        #expect(try await erasures(forum).count == 1)
        #expect(try await isSound(forum))
    }

    @Test(arguments: [true, false]) func anErasureLeavesWhatIsEnteredAfterIt(inOneBatch: Bool) async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let first = inOneBatch ? [act(ref, Self.note)] : []
        let answers = try await together(
            forum, first + [Sent(request: try erasing(ref)), act(ref, Self.revision("Bob, bob@example.org"))])
        #expect(answers[first.count]["erased"] == 1 && answers[first.count]["left"] == 0, "\(answers)")
        #expect(try await kept(forum, ref) == ["Bob, bob@example.org"])
        #expect(try await isSound(forum))
    }

    @Test func aNameIsErasedWithTheAccountJustOpened() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let opening = RegistryWork.openAccount(
            name: "Carla Example", slug: "carla",
            appointments: [AppointmentCommand(office: Office(role: "auditor"))])
        let answers = try await together(
            forum,
            [
                act(ref, Self.note),
                Sent(
                    request: WriteRequest(
                        work: .registry(forum: Self.name, opening), body: [], form: WriteAnswer.form)),
                Sent(request: try erasing("mini/carla")),
            ])
        #expect(answers.last?["erased"] == 1 && answers.last?["left"] == 0, "\(answers)")
        #expect(try await kept(forum, "mini/carla").isEmpty)
        #expect(try await isSound(forum))
    }

    /// In one batch, in two of one server, and of two servers at once.
    @Test(arguments: ["one", "two", "servers"]) func whatTwoEraseIsErasedOnce(batches: String) async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let first = batches == "one" ? [act(ref, Self.note)] : []
        let other = batches == "servers" ? forum.fixture.secondService() : nil
        let digest = try #require(
            try await forum.service.personal(of: try PersonalSubject(ref), try forum.caller(MiniForum.admin)).values
                .first
        ).digest
        let answers = try await together(
            forum,
            first + [
                Sent(request: try erasing(ref)), Sent(request: try erasing(ref), service: other),
                Sent(request: try erasing(ref), service: other),
            ])
        let erased = answers.dropFirst(first.count).compactMap { $0["erased"]?.integer }
        #expect(erased.sorted() == [0, 0, 1], "\(answers)")
        #expect(try await erasures(forum).map { $0.data["digests"] } == [[.string(digest)]])
        #expect(try await isSound(forum))
        // What is chosen by name and gone is said to be gone.
        let late = await forum.service.submit(
            try erasing(ref, chosen: [digest]), try forum.caller(MiniForum.admin)
        ).value
        #expect(late.code == .badField)
    }

    @Test func eachErasureOfABatchTakesTheNextFiveHundred() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let owner = try await forum.fixture.database.connect(role: .owner)
        try await owner.runScript(
            """
            INSERT INTO personal (commitment, forum, subject, salt, value)
            SELECT 'commitment:' || encode(sha256(
                    'chancery/commitment/v1\\012'::bytea || int8send(32) || salt
                        || int8send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')), 'hex'),
                '\(Self.name)', '\(ref)', salt, value
            FROM (
                SELECT sha256(n::text::bytea) AS salt, 'V' || n AS value FROM generate_series(1, 1100) AS n) AS v
            """)
        let answers = try await together(
            forum,
            [act(ref, Self.note)] + (0..<4).map { _ in Sent(request: try erasing(ref)) })
        #expect(answers.dropFirst().map { $0["erased"]?.integer } == [500, 500, 101, 0])
        #expect(answers.dropFirst().map { $0["left"]?.integer } == [601, 101, 0, 0])
        #expect(try await kept(forum, ref).isEmpty)
        #expect(Set(try await erasures(forum).map { $0.data["digests"]?.array?.count }) == [500, 101])
    }
}
