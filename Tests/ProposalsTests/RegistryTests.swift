import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// The registry of a forum: what each command changes.
@Suite struct RegistryTests {
    private static let name = Texts.contact

    @Test func theForumOfTheData() throws {
        let world = try World.asem()
        let registry = world.registry
        #expect(registry.partners.count == 53 && registry.partnerOrder.first == "AT")
        #expect(registry.members(on: World.day("2026-03-10")).count == 53)
        #expect(registry.members(on: World.day("1999-12-31")).count == 26)
        #expect(registry.version == world.registryHistory.count)
        #expect(registry.currentLifecycles.keys.sorted() == ["asem-initiative"])
        #expect(registry.meetings["som-2025-2"]?.held == World.day("2025-11-04")...World.day("2025-11-05"))
        #expect(registry.meetings["som-2026-1"]?.held == nil)
    }

    @Test func theRegistryIsTheFoldOfItsEvents() throws {
        let world = try World.asem()
        var replayed = Registry(forum: "asem-trial")
        for event in world.registryHistory {
            try replayed.evolve(SealedEvent(bytes: event.bytes))
        }
        #expect(replayed == world.registry)
    }

    @Test func sayingItAgainChangesNothing() throws {
        var world = try World.asem()
        let registry = world.registry
        let partner = try #require(registry.partners["FR"])
        let meeting = try #require(registry.meetings["som-2025-2"])
        let definition = try Repository.initiative()
        #expect(try world.change(.setForum(World.asemSettings)).isEmpty)
        #expect(try world.change(.admitPartner(partner)).isEmpty)
        #expect(try world.change(.schedule(meeting)).isEmpty)
        #expect(try world.change(.loadLifecycle(definition, digest: World.digest(of: definition))).isEmpty)
        let hold = RegistryCommand.hold(
            meeting: "som-2025-2", starts: World.day("2025-11-04"), ends: World.day("2025-11-05"))
        #expect(try world.change(hold).isEmpty)
        #expect(world.registry == registry)
    }

    @Test func aChangedPartnerKeepsItsPlace() throws {
        var world = try World.asem()
        let events = try world.change(
            .admitPartner(Partner(id: "AT", name: "Republic of Austria", attributes: ["region": "Europe"])))
        #expect(events.map(\.event.kind) == [.partnerChanged])
        #expect(world.registry.partnerOrder.first == "AT" && world.registry.partners["AT"]?.attributes.count == 1)
    }

    @Test func aPartnerLeavesAndComesBack() throws {
        var world = try World.asem()
        try world.change(.partnerLeft(id: "GB", on: World.day("2026-03-01")))
        #expect(world.registry.members(on: World.day("2026-02-28")).count == 53)
        #expect(world.registry.members(on: World.day("2026-03-01")).count == 52)
        #expect(try world.change(.partnerLeft(id: "GB", on: World.day("2026-03-01"))).isEmpty)
        var partner = try #require(world.registry.partners["GB"])
        partner.left = nil
        partner.name = "Great Britain"
        try world.change(.admitPartner(partner))
        #expect(world.registry.partners["GB"]?.left == World.day("2026-03-01"), "a new name brings nobody back")
        partner.joined = World.day("2026-09-01")
        try world.change(.admitPartner(partner))
        #expect(world.registry.members(on: World.day("2026-09-01")).count == 53)
    }

    @Test func aMeetingThatWasHeldStaysHeld() throws {
        var world = try World.asem()
        var meeting = try #require(world.registry.meetings["som-2025-2"])
        meeting.held = nil
        meeting.city = "Hanoi"
        #expect(try world.change(.schedule(meeting), as: [.host]).map(\.event.kind) == [.meetingChanged])
        #expect(world.registry.meetings["som-2025-2"]?.held?.upperBound == World.day("2025-11-05"))
        #expect(world.registryHistory.last?.event.actor.office == .host)
    }

    /// An appointment that was ended before it began left no office vacant: nobody ever held it.
    @Test func whatEndedBeforeItBeganFilledNothing() throws {
        var world = try World.asem()
        let account = "asem-trial/som-leader-JP"
        try world.change(
            .openAccount(
                id: account, nameCommitment: nil,
                appointments: [
                    AppointmentCommand(office: .contactPoint("JP"), from: world.inDays(30), until: world.inDays(60))
                ]), as: [.admin])
        try world.change(.endAppointment(account: account, number: 1, until: nil), as: [.admin])
        let point = Capable(role: "contact-point", partner: "JP")
        #expect(world.registry.vacantSince(point, at: world.now) == nil)
        #expect(world.registry.vacantSince(point, at: world.inDays(90)) == nil)
    }

    /// A kind of meeting is one that the forum lists, in any case; what was recorded before stays as it was.
    @Test func meetingsAreOfTheKindsThatTheForumLists() throws {
        var world = try World.asem()
        let day = World.day("2027-03-02")
        func meeting(_ id: String, _ kind: String, name: String = "M") -> Meeting {
            Meeting(id: id, kind: kind, name: name, starts: day, ends: day)
        }
        // While it lists none, every kind is taken.
        try world.change(.schedule(meeting("old", "SOM")))
        try world.change(.schedule(meeting("odd", "soom")))
        var settings = World.asemSettings
        settings.meetingKinds = ["som", "summit"]
        try world.change(.setForum(settings))
        #expect(try ForumSettings(json: settings.json) == settings)
        do {
            try world.change(.schedule(meeting("new", "soom")))
            Issue.record("a kind that is not listed was taken")
        } catch let refusal as Refusal {
            #expect(refusal.code == .badField && refusal.field == "kind")
            #expect(refusal.message.contains("did you mean \"som\"?"))
            #expect(refusal.message.contains("som, summit"))
        }
        try world.change(.schedule(meeting("new", "Som")))
        #expect(world.registry.meetings["new"]?.kind == "som")
        try world.change(.schedule(meeting("odd", "soom", name: "Odd")))
        #expect(world.registry.meetings["odd"]?.kind == "soom" && world.registry.meetings["odd"]?.name == "Odd")
        #expect(world.registry.meetings["old"]?.kind == "SOM")
        // What stands in the record is decided again as it was.
        let context = RegistryContext(
            now: world.now, account: "server/admin", offices: [], isServerAdministrator: true, isRecorded: true)
        let again = try decide(.schedule(meeting("other", "soom")), world.registry, context)
        #expect(again.first?.data["kind"] == "soom")
    }

    @Test func appointmentsAreDated() throws {
        var world = try World.asem()
        let later = world.inDays(30)
        try world.change(
            .openAccount(
                id: "asem-trial/contact-point-FR", nameCommitment: RegistryTests.name,
                appointments: [
                    AppointmentCommand(office: .contactPoint("FR")),
                    AppointmentCommand(office: .coordinator("Europe"), from: world.inDays(-60), until: later),
                ]), as: [.admin])
        let account = try #require(world.registry.accounts["asem-trial/contact-point-FR"])
        #expect(account.nameCommitment == RegistryTests.name && account.appointments.map(\.number) == [1, 2])
        #expect(account.offices(at: world.now) == [.contactPoint("FR"), .coordinator("Europe")])
        #expect(account.offices(at: later) == [.contactPoint("FR")], "until is the first moment without it")
        #expect(account.offices(at: world.inDays(-1)) == [.coordinator("Europe")])
        let frenchPoint = Capable(role: "contact-point", partner: "FR")
        #expect(world.registry.holders(of: frenchPoint, at: world.now) == [account.id])
        try world.change(.endAppointment(account: account.id, number: 1, until: nil))
        #expect(world.registry.holders(of: frenchPoint, at: world.now).isEmpty)
        #expect(world.registry.vacantSince(frenchPoint, at: world.now) == world.now)
        #expect(world.registry.vacantSince(Capable(role: "contact-point", partner: "DE"), at: world.now) == nil)
        #expect(try world.change(.endAppointment(account: account.id, number: 1, until: nil)).isEmpty)
        let again = RegistryCommand.appoint(
            account: account.id, AppointmentCommand(office: .contactPoint("FR")))
        world.wait(hours: 1)
        #expect(try world.change(again).first?.event.data["number"] == 3)
        #expect(try world.change(again).isEmpty, "the office is held already")
    }

    @Test func tokensAreIssuedAndRevoked() throws {
        var world = try World.asem()
        try world.change(.openAccount(id: "asem-trial/x", nameCommitment: nil, appointments: []))
        for id in ["tk-1", "tk-2"] { try world.change(.issueToken(id: id, account: "asem-trial/x", expires: nil)) }
        #expect(try world.change(.revokeTokens(account: "asem-trial/x", token: "tk-1")).count == 1)
        #expect(try world.change(.revokeTokens(account: "asem-trial/x", token: "tk-1")).isEmpty)
        #expect(try world.change(.revokeTokens(account: "asem-trial/x", token: nil)).count == 1)
        #expect(world.registry.tokens.values.allSatisfy { $0.isRevoked })
    }

    @Test func groupsHoldPartnersByAttributeOrName() throws {
        let registry = try World.asem().registry
        #expect(registry.group("ASEAN", contains: "VN", attributes: ["group": "ASEAN"]))
        #expect(registry.group("ASEAN", contains: "ASEANSEC", attributes: ["group": "institution"]))
        #expect(!registry.group("ASEAN", contains: "EU", attributes: ["group": "institution"]))
        #expect(registry.group("G", contains: "X", attributes: ["circle": "G"], attribute: "circle"))
    }

    /// What was loaded once is read for ever, even when today's checks would refuse it; loading it anew is refused.
    @Test func aStoredLifecycleIsReadWithoutTodaysChecks() throws {
        let world = try World.asem()
        var definition = try Repository.initiative()
        definition.version += 1
        definition.states.append(StateDefinition(id: "nowhere", label: "Nowhere"))
        let refusal = try world.registryRefusal(.loadLifecycle(definition, digest: World.digest(of: definition)))
        #expect(refusal.field == "definition" && refusal.message.contains("no way leads"))
        var registry = world.registry
        let draft = EventDraft(
            .lifecycleLoaded, from: nil, to: nil, decidedAt: world.now, actor: .server,
            data: [
                "id": "asem-initiative", "version": .integer(Int64(definition.version)), "digest": "d2",
                "definition": definition.json,
            ])
        let event = draft.sealed(
            forum: "asem-trial", stream: Event.registryStream, after: registry.version, digest: registry.lastDigest,
            recordedAt: world.now)
        try registry.evolve(SealedEvent(bytes: event.bytes))
        #expect(registry.lifecycles["d2"] == definition && registry.currentLifecycles["asem-initiative"] == "d2")
        #expect(registry.lifecycles.count == 2, "the version before stays for the proposals that follow it")
    }

    @Test func aNewVersionLeavesRunningProposalsAlone() throws {
        var world = try World.asem()
        try world.draft()
        var definition = try Repository.initiative()
        let first = definition.version
        definition.version += 1
        definition.title = "ASEM initiative, second version"
        try world.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
        #expect(try world.proposal(World.ref).lifecycle.version == first)
        try world.circulate()
        try world.draft(on: "ASEM-2026-0002")
        #expect(try world.proposal("ASEM-2026-0002").lifecycle.version == definition.version)
    }
}
