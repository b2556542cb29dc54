import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Postgres
import PostgresStore
import Proposals
import TestSupport
import Testing

@testable import ProposalService
@testable import Requests

/// Personal data that is erased: by whom, what is left, and what the record then says.
@Suite(.timeLimit(.minutes(60))) struct ErasureTests {
    static let name = LivingForum.name
    static let contact = "Ann Example, ann@example.org"

    /// A draft of FR's with a contact in it; its ref.
    func draft(_ forum: LivingForum, title: String = "Rivers", contact: String = contact) async throws -> String {
        var fields = MiniForum.fields
        fields["title"] = .string(title)
        fields["organisers"] = [["partner": "FR", "contact": .string(contact)], ["partner": "VN"]]
        let draft = Command.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil)
        let made = try await forum.fixture.write(
            .begin(forum: Self.name, draft), as: try forum.caller(MiniForum.proposer)
        ).get()
        return try #require(made.object["ref"]?.string)
    }

    private func erase(
        _ forum: LivingForum, _ subject: String, as office: Office = MiniForum.admin, chosen: [String]? = nil,
        key: String? = nil, reason: String = "asked for"
    ) async throws -> ServiceOutcome {
        let request = try erasing(subject, chosen: chosen, key: key, reason: reason)
        return await forum.service.submit(request, try forum.caller(office)).value
    }

    func erasing(
        _ subject: String, chosen: [String]? = nil, key: String? = nil, reason: String = "asked for"
    ) throws -> WriteRequest {
        let erasure = PersonalErasure(try PersonalSubject(subject), chosen: chosen, reason: reason, rule: "GDPR 17")
        return WriteRequest(
            work: .erase(erasure), verb: "ERASE", key: key, body: Array(subject.utf8), form: WriteAnswer.form)
    }

    private func shown(_ ref: String, by service: ProposalService, _ caller: Caller) async throws -> String {
        let seen = try await service.show(ref, caller)
        let bytes = service.keptAnswers.answer(seen) { Verbs.Show.End(ShownProposal(seen)).object }
        return String(decoding: bytes, as: UTF8.self)
    }

    func erasures(_ forum: LivingForum) async throws -> [Event] {
        let length = try await forum.store.recordLength(forum: Self.name)
        return try await forum.store.record(forum: Self.name, after: -1, limit: Int(length)).map(\.sealed.event)
            .filter { $0.kind == .personalErased }
    }

    func isSound(_ forum: LivingForum) async throws -> Bool {
        try await forum.service.audit(Self.name, try forum.caller(Office(role: "auditor"))) { _ in }.finding == nil
    }

    @Test func whatIsErasedIsGoneAndTheRecordSaysSo() async throws {
        let forum = try await LivingForum.make()
        let other = forum.fixture.secondService()
        let ref = try await draft(forum)
        let proposer = try forum.caller(MiniForum.proposer)
        for service in [forum.service, other] {
            #expect(try await shown(ref, by: service, proposer).contains(Self.contact))
        }
        let kept = try await forum.service.personal(of: try PersonalSubject(ref), try forum.caller(MiniForum.admin))
        #expect(kept.values.map(\.value) == [Self.contact] && kept.count == 1)

        #expect(forum.service.keptAnswers.count > 0 && other.keptAnswers.count > 0)
        let answer = try await erase(forum, ref, key: "k1").get()
        #expect(forum.service.keptAnswers.count == 0, "what was shown is forgotten")
        _ = try await other.forum(Self.name, proposer)
        #expect(other.keptAnswers.count == 0, "by another server with its next read in the forum")
        #expect(answer.object["erased"] == 1 && answer.object["left"] == 0)
        #expect(answer.object["events"] == ["personal-erased"])
        for service in [forum.service, other, forum.fixture.secondService()] {
            let text = try await shown(ref, by: service, proposer)
            #expect(!text.contains("ann@example.org") && text.contains("erased"))
        }
        let history = try await forum.service.history(ref, after: 0, limit: nil, proposer).events
        #expect(!history.map { JSONValue.object($0.data).canonicalText }.joined().contains("ann@example.org"))
        // Not a draft's name, for every bundle shows the registry to its reader.
        let event = try #require(try await erasures(forum).first)
        #expect(
            event.data["subject"] == .null && event.data["reason"] == "asked for" && event.data["rule"] == "GDPR 17")
        #expect(event.data["digests"] == .strings(kept.values.map(\.digest)))
        #expect(event.actor == Actor(account: try forum.caller(MiniForum.admin).account, office: MiniForum.admin))
        #expect(try await isSound(forum))

        // The same again is the same answer; another one finds nothing.
        let again = try await erase(forum, ref, key: "k1").get()
        #expect(again.object == answer.object)
        let empty = try await erase(forum, ref).get()
        #expect(empty.object["erased"] == 0 && empty.object["events"] == [])
        #expect(try await erasures(forum).count == 1)
    }

    @Test func someOfManyAreErased() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let revision = Command.revise(
            fields: ["organisers": [["partner": "FR", "contact": "Bob, bob@example.org"], ["partner": "VN"]]],
            kind: nil,
            decidedAt: nil)
        try await forum.act(MiniForum.proposer, ref, revision)
        let admin = try forum.caller(MiniForum.admin)
        let kept = try await forum.service.personal(of: .proposal(ref), admin).values
        let former = try #require(kept.first { $0.value == Self.contact })
        #expect(kept.count == 2)
        let wrong = try await erase(forum, ref, chosen: [String(repeating: "0", count: 64)])
        #expect(wrong.code == .badField)
        let done = try await erase(forum, ref, chosen: [former.digest]).get()
        #expect(done.object["erased"] == 1 && done.object["left"] == 1)
        #expect(try await shown(ref, by: forum.service, admin).contains("bob@example.org"))
        #expect(
            try await forum.service.personal(of: .proposal(ref), admin).values.map(\.value) == ["Bob, bob@example.org"])
        #expect(try await isSound(forum))
    }

    @Test func aCirculatedProposalAnAccountAndAContactAreNamed() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        try await forum.act(
            MiniForum.proposer, ref,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
        let opened = try await forum.change(
            .openAccount(
                name: "Carla Example", slug: "carla",
                appointments: [AppointmentCommand(office: Office(role: "auditor"))]))
        let account = try #require(opened.object["account"]?.string)
        try await forum.change(.linkIdentity(account: account, issuer: "https://login.example.org", subject: "4711"))
        for subject in [ref, account] { _ = try await erase(forum, subject).get() }
        #expect(try await erasures(forum).map { $0.data["subject"] } == [.string(ref), .string(account)])
        let rows = try await forum.service.accounts(
            Self.name, after: nil, limit: nil, try forum.caller(MiniForum.admin))
        #expect(rows.items.first { $0.account.id == account }?.name == "erased")
        let identity = ProvenIdentity(issuer: "https://login.example.org", subject: "4711")
        #expect(try await forum.service.accounts(of: identity).isEmpty, "who it was opens nothing")
        #expect(try await isSound(forum))
        #expect(try await erase(forum, "mini/nobody").code == .notFound)
        #expect(try await erase(forum, "mini/contact/7").code == .notFound)
        #expect(try await erase(forum, "MINI-2026-9999").code == .notFound)
    }

    @Test func onlyWhoKeepsTheAccountsErases() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        for office in LivingForum.offices where office != MiniForum.admin {
            #expect(try await erase(forum, ref, as: office).code == .forbidden, "\(office)")
            #expect(try await erase(forum, "MINI-2026-9999", as: office).code == .forbidden, "\(office)")
        }
        for case (let reader, let caller?) in try await forum.readers() {
            let failure = await failure { _ = try await forum.service.personal(of: .proposal(ref), caller) }
            let expected: ServiceFailure.Code? =
                reader.readsEverything ? nil : reader.isOfForum ? .forbidden : .notFound
            #expect(failure?.code == expected, "\(reader)")
        }
        #expect(try await erase(forum, ref, reason: "").code == .badField)
        #expect(try await erasures(forum).isEmpty)
        #expect(try await shown(ref, by: forum.service, forum.fixture.admin).contains(Self.contact))
    }

    @Test func anAuditNoticesWhatCameBack() async throws {
        let forum = try await LivingForum.make()
        let ref = try await draft(forum)
        let kept = try await forum.service.personal(of: .proposal(ref), try forum.caller(MiniForum.admin)).values
        let value = try #require(kept.first)
        _ = try await erase(forum, ref).get()
        #expect(try await isSound(forum))
        let salt = value.salt.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let owner = try await forum.fixture.database.connect(role: .owner)
        try await owner.runScript(
            """
            UPDATE personal SET value = '\(value.value)', salt = '\\x\(salt)', erased_at = NULL
            WHERE commitment = '\(value.commitment)'
            """)
        let report = try await forum.service.audit(Self.name, try forum.caller(Office(role: "auditor"))) { _ in }
        #expect(report.finding?.sentence.contains("says that it was erased") == true)
    }
}
