import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// How a proposal begins: as a draft, or as a record from a list kept elsewhere.
@Suite struct DraftingTests {
    private let ref = World.ref

    @Test func aDraftNeedsOnlyATitle() throws {
        var world = try World.asem()
        let events = try world.act(.draft(["title": "A title"]), on: ref, as: .contactPoint("DE"), .proposer("FR"))
        let event = try #require(events.first?.event)
        #expect(events.count == 1 && event.kind == .drafted)
        #expect(event.from == nil && event.to == "drafted" && event.version == 1 && event.previous == nil)
        #expect(event.actor == Actor(account: "asem-trial/contact-point-DE", office: .proposer("FR")))
        let proposal = try world.proposal(ref)
        #expect(proposal.proposer == "FR" && proposal.revision == 1 && proposal.origin == .live)
        #expect(proposal.textDigest == textDigest(["title": "A title"]))
        #expect(proposal.lifecycle.id == "asem-initiative" && proposal.lifecycle.version == 2)
        #expect(world.registry.lifecycles[proposal.lifecycle.digest] != nil)
    }

    @Test(
        arguments: [
            ("Hue", "Hue"), (["country": "Viet Nam", "city": "Hue"], "Hue, Viet Nam"),
            (["venue": "Town hall"], "Town hall"),
        ] as [(JSONValue, String)]) func aPlaceIsATextOrItsParts(_ place: JSONValue, _ line: String) throws
    {
        var world = try World.asem()
        try world.act(.draft(["title": "A title", "location": place]), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).fields["location"] == place)
        #expect(PlaceText.line(place) == line)
    }

    /// A limit is as many characters in every script, however many bytes they take.
    @Test(arguments: ["x", "é", "ก", "ខ", "漢", "😀"]) func aLimitCountsCharacters(_ letter: String) throws {
        let title = String(repeating: letter, count: 300)
        var world = try World.asem()
        try world.act(.draft(["title": .string(title)]), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).fields["title"]?.string == title)
    }

    @Test func oneOfTwoPartnersIsNamed() throws {
        var world = try World.asem()
        try world.act(.draft(["title": "A title"], for: "DE"), on: ref, as: .proposer("FR"), .proposer("DE"))
        #expect(try world.proposal(ref).proposer == "DE")
        #expect(try world.proposal(ref).openedBy.office == .proposer("DE"))
    }

    @Test func twoAppointmentsForOnePartnerAreOneVoice() throws {
        var world = try World.asem()
        var deputy = Office.proposer("FR")
        deputy.isDeputy = true
        try world.act(.draft(["title": "A title"]), on: ref, as: deputy, .proposer("FR"))
        #expect(try world.proposal(ref).openedBy.office?.isDeputy == true, "the event keeps that it was a deputy")
    }

    @Test func anArchiveRecordStandsApart() throws {
        var world = try World.asem()
        let source: JSONValue = ["title": "Old", "year": 2009]
        try world.act(.archive(["title": "Old"], source: source), on: ref, as: .admin)
        let proposal = try world.proposal(ref)
        #expect(proposal.origin == .archive && proposal.proposer == nil && proposal.source == source)
        try world.act(.note("Seen.", decidedAt: nil), on: ref, as: .contactPoint("FR"))
        #expect(try world.proposal(ref).noteCount == 1)
    }

    /// What ends today is taken, and so is what a version before took, where it is judged again.
    @Test func daysToComeAreNoneOfTheArchive() throws {
        var world = try World.asem()
        let today = world.now.date
        try world.act(
            DraftingTests.record(fields: ["title": "Old", "ends": .string(today.description)]), on: ref, as: .admin)
        var context = world.context([.admin])
        let later = DraftingTests.record(fields: ["title": "Old", "ends": "2031-05-02"])
        #expect(throws: Refusal.self) { try decide(later, nil, context) }
        context.isRecorded = true
        #expect(try decide(later, nil, context).first?.kind == .archived)
    }

    @Test func anImportedDraftIsALiveOne() throws {
        var world = try World.asem()
        let record = ImportedRecord(
            lifecycle: nil, partner: "JP", fields: Texts.initiative, isArchive: false, year: nil, source: ["line": 2])
        try world.act(.importRecord(record), on: ref, as: .admin)
        let proposal = try world.proposal(ref)
        #expect(proposal.origin == .live && proposal.proposer == "JP" && proposal.openedBy.office == .admin)
        try world.act(.advance("circulate", ["track": "work-programme"]), on: ref, as: .proposer("JP"))
    }

    @Test(arguments: refusals) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    private static func record(
        partner: String? = nil, isArchive: Bool = true, year: Int? = 2009, source: JSONValue = ["line": 1],
        fields: JSONObject = ["title": "Old"]
    ) -> Command {
        .importRecord(
            ImportedRecord(
                lifecycle: nil, partner: partner, fields: fields, isArchive: isArchive, year: year,
                source: source))
    }

    /// Objects nested so deep.
    private static func nested(_ depth: Int) -> JSONValue {
        (0..<depth).reduce("deep") { value, _ in ["in": value] }
    }

    static let refusals: [RefusalCase] = [
        RefusalCase(
            "a proposer imports", as: .proposer("FR"), code: .forbidden, says: "only the forum's administrators"
        ) { _ in record() },
        RefusalCase(
            "an imported draft of nobody", as: .admin, code: .badField, field: "partner",
            says: "a draft needs the partner"
        ) { _ in record(isArchive: false) },
        RefusalCase(
            "an unknown partner", as: .admin, code: .badField, field: "partner", says: "\"XX\" is not a partner"
        ) { _ in record(partner: "XX") },
        RefusalCase("a year to come", as: .admin, code: .badField, field: "year", says: "2031 is still to come") {
            _ in record(year: 2031)
        },
        RefusalCase(
            "an activity that begins later", as: .admin, code: .badField, field: "starts",
            says: "2031-05-01 is still to come; only past activities enter the archive"
        ) { _ in record(fields: ["title": "Old", "starts": "2031-05-01"]) },
        RefusalCase(
            "an activity that is not over", as: .admin, code: .badField, field: "ends",
            says: "2031-05-02 is still to come; only past activities enter the archive"
        ) { _ in record(year: nil, fields: ["title": "Old", "starts": "2009-05-01", "ends": "2031-05-02"]) },
        RefusalCase("no year", as: .admin, code: .badField, field: "year", says: "from 1900 to 9999") { _ in
            record(year: -5)
        },
        RefusalCase("a source too deep", as: .admin, code: .badField, field: "source", says: "cannot be kept") { _ in
            record(source: nested(15))
        },
        RefusalCase(
            "a source too long", as: .admin, code: .badField, field: "source", says: "at most 49152 bytes"
        ) { _ in record(source: .string(String(repeating: "x", count: 50_000))) },
        RefusalCase(
            "a source with a commitment", as: .admin, code: .badField, field: "source", says: "must not begin with"
        ) { _ in record(source: ["contact": .string(Texts.contact)]) },
    ]

    @Test func theDeepestSourceIsReadBack() throws {
        var world = try World.asem()
        let events = try world.act(DraftingTests.record(source: DraftingTests.nested(14)), on: ref, as: .admin)
        let bytes = try #require(events.first?.bytes)
        #expect(try SealedEvent(bytes: bytes) == events.first)
    }

    @Test(arguments: archiveCommands) func anArchiveRecordTakesNotesOnly(_ command: Command) throws {
        var world = try World.asem()
        try world.act(.archive(Texts.past), on: ref, as: .admin)
        let refusal = try world.refusal(
            command, on: ref, as: .proposer("FR"), .contactPoint("FR"), .coordinator("ASEAN"), .infoboard)
        #expect(refusal.code == .unmet && refusal.findings.map(\.requirement) == ["archive"])
        #expect(refusal.message == "ASEM-2026-0001 is an archive record of a past activity; it takes notes only")
    }

    static let archiveCommands: [Command] = [
        .revise(fields: ["title": "New"], kind: nil, decidedAt: nil), .contestRevision(nil, decidedAt: nil),
        .contestPosition(partner: nil, invitation: nil, decidedAt: nil),
        .advance("circulate", ["track": "information"]), .position(.support),
        .acknowledge(partner: nil, decidedAt: nil),
        World.implemented, .moveDeadline(closes: World.instant("2027-01-01T00:00:00Z"), reason: "R", decidedAt: nil),
        .invite(invitee: "A", event: "B", decidedAt: nil),
        .decideInvitation(1, outcome: "agreed", meeting: nil, decidedAt: nil),
        .noteDeadline,
    ]
}
