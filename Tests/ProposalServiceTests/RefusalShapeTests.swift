import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Proposals
import Testing

@testable import ProposalService
@testable import Requests

/// A refusal says who can meet what is not met: who holds that seat now, or since when it is vacant.
@Suite struct RefusalShapeTests {
    private func who(_ failure: ServiceFailure) throws -> [JSONObject] {
        let unmet = try #require(Failure(failure).object["unmet"]?.array)
        return unmet.flatMap { $0["who"]?.array ?? [] }.compactMap(\.object)
    }

    private static let confirm = Command.advance(transition: "confirm", inputs: [:], decidedAt: nil, signature: nil)
    private static let coordinator = Office(role: "regional-coordinator", partner: "VN")

    @Test func aHolderAndAVacantSeatAreNamed() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(MiniForum.point("FR"), .takePosition(StatedPosition(stance: .support)))
        let ended = WriteRequest.Work.registry(
            forum: MiniForum.name,
            .command(.endAppointment(account: MiniForum.account(MiniForum.point("JP")), number: 1, until: nil)))
        _ = try forum.batch([(MiniForum.admin, ended)])
        let failure = try forum.failure(Self.coordinator, Self.confirm)
        #expect(failure.code == .refused)
        #expect(
            try who(failure) == [
                [
                    "role": "contact-point", "partner": "JP", "holders": [], "vacant": true,
                    "vacant_since": .string(forum.now.description),
                ],
                ["role": "contact-point", "partner": "VN", "holders": ["mini/contact-point-VN"], "vacant": false],
            ])
    }

    @Test func aSeatThatWasNeverFilledIsVacantSinceNever() throws {
        let forum = try MiniForum()
        let registry = try #require(forum.registries[MiniForum.name])
        #expect(
            OfficeHolders(registry, at: forum.now).json(Capable(role: "meeting-host"))
                == ["role": "meeting-host", "holders": [], "vacant": true, "vacant_since": .null])
    }

    /// Where the forum has no administrator, the server's can act: but for what is the forum's own matter.
    @Test func whatTheServersAdministratorMayDoIsNotVacant() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        let (account, day) = (MiniForum.account(MiniForum.admin), try #require(CivilDate("2026-04-01")))
        func change(_ command: RegistryCommand) -> WriteRequest.Work {
            .registry(forum: MiniForum.name, .command(command))
        }
        _ = try forum.batch([
            (MiniForum.admin, change(.endAppointment(account: account, number: 1, until: nil)))
        ]).first?.get()
        let answers = try forum.batch([
            (
                MiniForum.point("FR"),
                change(.schedule(Meeting(id: "m", kind: "som", name: "M", starts: day, ends: day)))
            ),
            (MiniForum.admin, .act(ref: MiniForum.ref, .note("N", decidedAt: nil))),
        ])
        for (answer, roles) in zip(answers, [["meeting-host", "admin"], ["admin"]]) {
            guard case .failure(let failure) = answer else { throw MiniForum.Surprise() }
            let who = try who(failure)
            #expect(failure.code == .forbidden && who.compactMap { $0["role"]?.string } == roles)
            #expect(who.last == ["role": "admin", "holders": [], "vacant": false, "server": true])
            if who.count > 1 { #expect(who.first?["vacant"] == true) }
        }
        let registry = try #require(forum.registries[MiniForum.name])
        let own = OfficeHolders(registry, at: forum.now).json(Capable(role: "admin"))
        #expect(own?["vacant"] == true && own?["vacant_since"] == .string(forum.now.description))
    }

    /// To whom a draft is unknown is not named as one who can help with it.
    @Test func whoDoesNotSeeADraftIsNotNamed() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        func holders(_ failure: ServiceFailure) throws -> Set<String> {
            Set(try who(failure).flatMap { $0["holders"]?.strings ?? [] })
        }
        var failure: ServiceFailure
        for office in [MiniForum.proposer, MiniForum.point("VN")] {
            failure = try forum.failure(office, MiniForum.bless)
            #expect(failure.code == .forbidden)
            #expect(try holders(failure) == ["mini/proposer-FR"])
            #expect(try who(failure).allSatisfy { $0["role"] == "proposer" })
        }
        var organised = MiniForum.fields
        organised["organisers"] = [["partner": "FR"], ["partner": "JP"]]
        try forum.done(MiniForum.proposer, .revise(fields: organised, kind: .substantive, decidedAt: nil))
        failure = try forum.failure(MiniForum.proposer, MiniForum.bless)
        #expect(try holders(failure) == ["mini/proposer-FR", "mini/som-leader-JP"])
        failure = try forum.failure(
            MiniForum.point("JP"), .revise(fields: ["location": "Hue"], kind: .substantive, decidedAt: nil))
        #expect(try holders(failure) == ["mini/proposer-FR"])
        try forum.done(
            MiniForum.proposer,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
        failure = try forum.failure(MiniForum.proposer, MiniForum.bless)
        #expect(try holders(failure).contains("mini/contact-point-VN"))
    }

    @Test func holdersForWhomItIsTheirOwnMatterAreNotNamed() throws {
        let forum = try MiniForum()
        let registry = try #require(forum.registries[MiniForum.name])
        let (leader, none) = (
            try #require(OfficeHolders(registry, at: forum.now).json(Capable(role: "som-leader", except: "FR"))),
            try #require(OfficeHolders(registry, at: forum.now).json(Capable(role: "som-leader", except: "JP")))
        )
        #expect(leader["holders"] == ["mini/som-leader-JP"] && leader["except"] == "FR")
        #expect(none["holders"] == [] && none["vacant"] == true)
    }

    @Test(arguments: [
        (MiniForum.proposer, Self.confirm, ["mini/regional-coordinator-VN"]),
        (
            MiniForum.proposer, .takePosition(StatedPosition(stance: .support)),
            ["mini/contact-point-FR", "mini/contact-point-JP", "mini/contact-point-VN"]
        ),
        (
            MiniForum.point("FR"), .takePosition(StatedPosition(stance: .support, partner: "JP")),
            ["mini/contact-point-JP"]
        ),
        (MiniForum.point("JP"), .invite(invitee: "A bank", event: "E", decidedAt: nil), ["mini/proposer-FR"]),
        (
            MiniForum.point("JP"), .revise(fields: ["location": "Hue"], kind: .editorial, decidedAt: nil),
            ["mini/proposer-FR"]
        ),
        (
            MiniForum.point("JP"), .recordFact("published", inputs: [:], decidedAt: nil), []
        ),
    ]) func whoeverMayIsNamed(_ office: Office, _ command: Command, _ holders: [String]) throws {
        var forum = try MiniForum()
        try forum.circulate()
        let failure = try forum.failure(office, command)
        #expect(failure.code == .forbidden)
        let unmet = try #require(Failure(failure).object["unmet"]?.array)
        let role = try #require(unmet.first { $0["requirement"]?.string == "role" })
        let named = (role["who"]?.array ?? []).flatMap { $0["holders"]?.strings ?? [] }
        #expect(named == holders, "\(failure.message)")
        #expect(role["who"]?.array?.isEmpty == false)
    }

    @Test func aChangeOfTheRegistryNamesItsKeepers() throws {
        var forum = try MiniForum()
        let day = try #require(CivilDate("2026-04-01"))
        let command = RegistryCommand.schedule(Meeting(id: "m", kind: "som", name: "M", starts: day, ends: day))
        let answers = try forum.batch([
            (MiniForum.point("FR"), .registry(forum: MiniForum.name, .command(command)))
        ])
        guard case .failure(let failure) = answers.first else { throw MiniForum.Surprise() }
        #expect(failure.code == .forbidden && failure.message == "only meeting-host or admin may keep meetings")
        #expect(try who(failure).compactMap { $0["role"]?.string } == ["meeting-host", "admin"])
    }
}
