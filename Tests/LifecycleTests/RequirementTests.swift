import CanonicalJSON
import Testing

@testable import CivilTime
@testable import Lifecycle

/// Each requirement, met and unmet, one change apart.
@Suite struct RequirementTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var requirement: any Requirement
        var isMet: Bool
        /// A phrase of the finding's detail.
        var says: String
        var change: @Sendable (inout Circumstances) -> Void

        init(
            _ requirement: any Requirement, _ isMet: Bool, _ says: String,
            _ change: @escaping @Sendable (inout Circumstances) -> Void = { _ in }
        ) {
            self.requirement = requirement
            self.isMet = isMet
            self.says = says
            self.change = change
        }

        var testDescription: String { "\(requirement.name) \(isMet ? "met" : "unmet"): \(says)" }
    }

    static func instant(_ text: String) -> Instant { Instant(text) ?? Instant(microseconds: 0) }
    static func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate.first }

    /// A norm of the firm `ax`, on a full ballot with an open round of three members.
    static var base: Circumstances {
        let asked = instant("2024-03-01T09:00:00Z")
        return Circumstances(
            state: "on-ballot", track: "full",
            fields: ["title": "Bolts", "purpose": "Bolts fit", "backers": ["ax", "by"], "expires": "2024-04-10"],
            inputs: ["session": "p1", "mode": "phased", "phases": "two", "from": "2024-04-01", "till": "2024-04-02"],
            proposer: "ax", offices: [Office(role: "clerk")], now: instant("2024-04-02T12:00:00Z"),
            decidedAt: instant("2024-04-02T10:00:00Z"),
            lastMove: LastMove(
                transition: "ballot", from: "sketch", decidedAt: asked, office: Office(role: "clerk")),
            round: RoundView(
                number: 1, isOpen: true, closes: instant("2024-04-01T00:00:00Z"), roster: ["ax", "by", "cz"],
                positions: [
                    "ax": PositionView(stance: .support, decidedAt: asked),
                    "by": PositionView(stance: .noObjection, decidedAt: asked),
                ], acknowledged: ["cz"]),
            facts: [
                "trial": FactView(
                    inputs: ["status": "passed", "starts": "2024-03-20", "ends": "2024-03-22"], decidedAt: asked)
            ],
            meetings: [
                "p1": MeetingView(kind: "plenary", name: "Plenary", held: day("2024-04-01")...day("2024-04-03")),
                "p2": MeetingView(kind: "plenary", name: "Next", held: nil),
                "b1": MeetingView(kind: "board", name: "Board", held: day("2024-04-01")...day("2024-04-03")),
            ],
            partnerAttributes: ["ax": ["sector": "private"], "by": ["sector": "public"], "cz": ["sector": "public"]])
    }

    static var twoThirds: Quorum { Quorum.Share("2/3").map { Quorum(share: $0) } ?? Quorum(count: 0) }

    static let both = Counterparts(
        field: "backers", attribute: "sector", values: ["public", "private"], waiver: "one_sided")

    static let cases: [Case] = [
        Case(FormComplete(), true, "filled"),
        Case(FormComplete(), false, "Title") { $0.fields["title"] = nil },
        Case(FormComplete(), false, "Title") { $0.fields["title"] = "  " },
        Case(FormComplete(), false, "Purpose") { $0.fields["purpose"] = .null },
        Case(FormComplete(), true, "filled") {
            $0.fields["purpose"] = nil
            $0.track = "quick"
        },
        Case(both, true, "each of public, private"),
        Case(both, false, "no partner of private") { $0.fields["backers"] = ["by", "cz"] },
        Case(both, false, "no partner of public, private") { $0.fields["backers"] = nil },
        Case(both, true, "waived") {
            $0.fields["backers"] = ["by"]
            $0.fields["one_sided"] = "no firm makes it"
        },
        Case(both, true, "each of") { $0.fields["backers"] = [["partner": "ax"], ["partner": "cz"]] },
        Case(DuplicatesAnswered(field: "related"), true, "no similar proposal"),
        Case(DuplicatesAnswered(field: "related"), false, "N-7") {
            $0.duplicateCandidates = ["N-6", "N-7"]
            $0.fields["related"] = [["ref": "N-6", "answer": "older"]]
        },
        Case(DuplicatesAnswered(field: "related"), true, "each was answered") {
            $0.duplicateCandidates = ["N-6"]
            $0.fields["related"] = [["ref": "N-6", "answer": "older"]]
        },
        Case(OnTrack(["full"]), true, "full ballot"),
        Case(OnTrack(["quick"]), false, "only for the track quick ballot"),
        Case(OnTrack(["quick"]), false, "only for") { $0.track = nil },
        Case(FullConsensus(), true, "3 of 3"),
        Case(FullConsensus(), false, "not yet heard: cz") { $0.round?.acknowledged = [] },
        Case(FullConsensus(), false, "not yet heard: cz") { $0.round?.closes = nil },
        Case(FullConsensus(), false, "not yet heard: cz") { $0.judgedAt = instant("2024-03-31T00:00:00Z") },
        Case(FullConsensus(), false, "not yet heard: cz") {
            $0.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: $0.judgedAt)
        },
        Case(FullConsensus(), false, "cz: objection (too dear)") {
            $0.round?.positions["cz"] = PositionView(stance: .objection, reason: "too dear", decidedAt: $0.now)
        },
        Case(FullConsensus(), true, "3 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .reservation, decidedAt: $0.now)
        },
        Case(FullConsensus(), true, "3 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: instant("2024-04-01T00:00:00Z"))
        },
        Case(FullConsensus(), false, "no round is open") { $0.round?.isOpen = false },
        Case(FullConsensus(), false, "no round is open") { $0.round = nil },
        Case(MeetingHeld(input: "session", kinds: ["plenary"]), true, "was held"),
        Case(MeetingHeld(input: "session", kinds: []), true, "was held") { $0.inputs["session"] = "b1" },
        Case(MeetingHeld(input: "session", kinds: ["plenary"]), false, "only planned") {
            $0.inputs["session"] = "p2"
        },
        Case(MeetingHeld(input: "session", kinds: ["plenary"]), false, "is a board") { $0.inputs["session"] = "b1" },
        Case(MeetingHeld(input: "session", kinds: ["plenary"]), false, "is not a meeting") {
            $0.inputs["session"] = "p9"
        },
        Case(MeetingHeld(input: "session", kinds: ["plenary"]), false, "add --session ID of a meeting that was held") {
            $0.inputs["session"] = nil
        },
        Case(DecidedDuringMeeting(input: "session"), true, "while p1 was held"),
        Case(DecidedDuringMeeting(input: "session"), true, "while p1") {
            $0.decidedAt = instant("2024-03-31T10:30:00Z")
        },
        Case(DecidedDuringMeeting(input: "session"), false, "decided on 2024-03-31") {
            $0.decidedAt = instant("2024-03-31T09:59:00Z")
        },
        Case(DecidedDuringMeeting(input: "session"), true, "while p1") {
            $0.decidedAt = instant("2024-04-04T13:59:00Z")
        },
        Case(DecidedDuringMeeting(input: "session"), false, "decided on 2024-04-04") {
            $0.decidedAt = instant("2024-04-04T14:00:00Z")
        },
        Case(DecidedDuringMeeting(input: "session"), false, "\"session\" must name a meeting that was held") {
            $0.inputs["session"] = "p2"
        },
        Case(DecidedInOrder(), true, "in order"),
        Case(DecidedInOrder(), true, "in order") { $0.lastMove = nil },
        Case(DecidedInOrder(), true, "in order") { $0.decidedAt = instant("2024-03-01T00:00:00Z") },
        Case(DecidedInOrder(), false, "before \"put on ballot\"") { $0.decidedAt = instant("2024-02-29T23:59:59Z") },
        Case(MeetingAfterFact(input: "session", fact: "trial"), true, "ended on 2024-04-03"),
        Case(MeetingAfterFact(input: "session", fact: "trial"), true, "ended on") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-03"
        },
        Case(MeetingAfterFact(input: "session", fact: "trial"), false, "before the last day, 2024-04-04") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-04"
        },
        Case(MeetingAfterFact(input: "session", fact: "trial"), false, "no actual dates") { $0.facts = [:] },
        Case(MeetingAfterFact(input: "session", fact: "trial"), false, "must name a meeting") {
            $0.inputs["session"] = "p2"
        },
        Case(NotOwnPartner(), true, "not the proposing partner"),
        Case(NotOwnPartner(), false, "may not decide on its own") {
            $0.offices = [Office(role: "clerk", partner: "ax")]
        },
        Case(NotOwnPartner(), true, "not the proposing partner") {
            $0.offices = [Office(role: "clerk", partner: "by")]
        },
        Case(FactRecorded("trial", statuses: []), true, "is recorded"),
        Case(FactRecorded("trial", statuses: ["passed"]), true, "recorded as passed"),
        Case(FactRecorded("trial", statuses: ["failed"]), false, "recorded as passed"),
        Case(FactRecorded("trial", statuses: []), false, "is not recorded") { $0.facts = [:] },
        Case(FactAbsent("trial"), false, "already recorded"),
        Case(FactAbsent("trial"), true, "is not recorded") { $0.facts = [:] },
        Case(FactAbsent("trial", statuses: ["passed"]), false, "recorded as passed"),
        Case(FactAbsent("trial", statuses: ["failed"]), true, "recorded as passed"),
        Case(DatesNotInFuture(fact: "trial", inputs: ["starts", "ends"]), true, "2024-03-22 is not"),
        Case(DatesNotInFuture(fact: "trial", inputs: ["ends"]), false, "2024-04-04 is still to come") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-04"
        },
        Case(DatesNotInFuture(fact: nil, inputs: ["from", "till"]), true, "2024-04-02 is not"),
        Case(DatesNotInFuture(fact: nil, inputs: ["from", "till"]), true, "2024-04-03 is not") {
            $0.inputs["till"] = "2024-04-03"
        },
        Case(DatesNotInFuture(fact: nil, inputs: ["from", "till"]), false, "2024-04-04") {
            $0.inputs["till"] = "2024-04-04"
        },
        Case(DatesNotInFuture(fact: nil, inputs: ["other"]), true, "no day is given"),
        Case(DatesInOrder(fields: [], inputs: ["from", "till"]), true, "in order"),
        Case(DatesInOrder(fields: [], inputs: ["from", "till"]), true, "in order") {
            $0.inputs["till"] = "2024-04-01"
        },
        Case(DatesInOrder(fields: [], inputs: ["from", "till"]), false, "\"till\" is before \"from\"") {
            $0.inputs["till"] = "2024-03-31"
        },
        Case(DatesInOrder(fields: ["expires", "review"], inputs: []), false, "\"review\" is before") {
            $0.fields["review"] = "2024-04-09"
        },
        Case(DatesInOrder(fields: ["expires", "review"], inputs: []), true, "in order"),
        Case(TodayBefore(field: "expires"), true, "not later than 2024-04-10"),
        Case(TodayBefore(field: "expires"), true, "not later") { $0.decidedAt = instant("2024-04-11T13:59:00Z") },
        Case(TodayBefore(field: "expires"), false, "too late") { $0.decidedAt = instant("2024-04-11T14:00:00Z") },
        Case(TodayBefore(field: "expires"), false, "holds no day") { $0.fields["expires"] = nil },
        Case(AtLeast(field: "backers", count: 2), true, "2 in"),
        Case(AtLeast(field: "backers", count: 3), false, "at least 3"),
        Case(AtLeast(field: "annexes", count: 1), false, "names 0"),
        Case(InputsWith(input: "mode", values: ["phased"], needed: ["phases"]), true, "nothing more"),
        Case(InputsWith(input: "mode", values: ["phased"], needed: ["phases"]), false, "\"phases\" must be given") {
            $0.inputs["phases"] = nil
        },
        Case(InputsWith(input: "mode", values: ["phased"], needed: ["phases"]), true, "nothing more") {
            $0.inputs["phases"] = nil
            $0.inputs["mode"] = nil
        },
        Case(InputsWith(input: "mode", values: ["now"], needed: ["phases"]), false, "with \"mode\" now") {
            $0.inputs["phases"] = nil
            $0.inputs["mode"] = nil
        },
        Case(DeadlinePassed(), true, "closed at"),
        Case(DeadlinePassed(), false, "when it was open until") { $0.judgedAt = instant("2024-04-01T00:00:00Z") },
        Case(DeadlinePassed(), false, "open until") {
            $0.now = instant("2024-04-01T00:00:00Z")
            $0.judgedAt = $0.now
        },
        Case(DeadlinePassed(), false, "no deadline") { $0.round?.closes = nil },
        Case(SameOfficeAsLastMove(), true, "the office that made"),
        Case(SameOfficeAsLastMove(), false, "made by clerk") { $0.offices = [Office(role: "clerk", partner: "by")] },
        Case(SameOfficeAsLastMove(), false, "made by clerk") { $0.offices = [] },
        Case(SameOfficeAsLastMove(), false, "no move to undo") { $0.lastMove = nil },
        Case(SameOfficeAsLastMove(), false, "no move to undo") { $0.lastMove?.isUndoable = false },
        Case(LastMoveNot(["again"]), true, "can be undone"),
        Case(LastMoveNot(["again", "ballot"]), false, "cannot be undone"),
        Case(LastMoveNot(["again"]), false, "no move to undo") { $0.lastMove = nil },
        Case(DecidedOn(input: "till"), true, "decided on 2024-04-02"),
        Case(DecidedOn(input: "till"), true, "decided on") { $0.decidedAt = instant("2024-04-03T13:59:00Z") },
        Case(DecidedOn(input: "till"), false, "but \"till\" is 2024-04-02") {
            $0.decidedAt = instant("2024-04-03T14:00:00Z")
        },
        Case(DecidedOn(input: "till"), false, "but \"till\"") { $0.decidedAt = instant("2024-04-01T09:59:00Z") },
        Case(DecidedOn(input: "till"), false, "holds no day") { $0.inputs["till"] = nil },
        Case(DecidedOnLatest(facts: ["trial", "paid"], input: "ends"), true, "2024-04-02, the day of \"paid\"") {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-04-02"], decidedAt: $0.now)
        },
        Case(DecidedOnLatest(facts: ["trial", "paid"], input: "ends"), true, "the day of \"tried\"") {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-03-02"], decidedAt: $0.now)
            $0.decidedAt = instant("2024-03-22T10:00:00Z")
        },
        Case(DecidedOnLatest(facts: ["trial", "paid"], input: "ends"), false, "the latest is \"tried\" of 2024-03-22") {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-03-02"], decidedAt: $0.now)
        },
        Case(DecidedOnLatest(facts: ["trial", "paid"], input: "ends"), false, "\"paid\" is not recorded"),
        Case(DecidedOnLatest(facts: ["trial"], input: "ended"), false, "\"tried\" is not recorded with a day"),
        Case(NamedIn(input: "who", field: "backers"), true, "by is named") { $0.inputs["who"] = "by" },
        Case(NamedIn(input: "who", field: "backers"), false, "cz is not named in \"Backers\"; it names ax, by") {
            $0.inputs["who"] = "cz"
        },
        Case(NamedIn(input: "who", field: "backers"), false, "it names nobody") {
            $0.inputs["who"] = "ax"
            $0.fields["backers"] = nil
        },
        Case(NamedIn(input: "who", field: "backers"), false, "\"who\" names nobody"),
        Case(FactSince("trial", statuses: [], facts: []), true, "is recorded") {
            $0.lastMove?.version = 4
            $0.facts["trial"]?.version = 5
        },
        Case(FactSince("trial", statuses: [], facts: []), false, "not recorded since \"put on ballot\"") {
            $0.lastMove?.version = 5
            $0.facts["trial"]?.version = 4
        },
        Case(FactSince("trial", statuses: [], facts: ["paid"]), true, "is recorded") {
            $0.lastMove?.version = 9
            $0.facts["trial"]?.version = 5
            $0.facts["paid"] = FactView(inputs: [:], decidedAt: $0.now, version: 4)
        },
        Case(FactSince("trial", statuses: [], facts: ["paid"]), false, "not recorded since \"paid\"") {
            $0.facts["trial"]?.version = 5
            $0.facts["paid"] = FactView(inputs: [:], decidedAt: $0.now, version: 6)
        },
        Case(FactSince("trial", statuses: ["failed"], facts: []), false, "recorded as passed"),
        Case(FactSince("trial", statuses: [], facts: []), false, "is not recorded") { $0.facts = [:] },
        Case(WithinDays(32, fact: nil, waiver: "why"), true, "due by 2024-04-02"),
        Case(WithinDays(31, fact: nil, waiver: "why"), true, "due by 2024-04-01") {
            $0.decidedAt = instant("2024-04-02T13:59:00Z")
        },
        Case(WithinDays(31, fact: nil, waiver: "why"), false, "31 days after \"put on ballot\": say in \"why\"") {
            $0.decidedAt = instant("2024-04-02T14:00:00Z")
        },
        Case(WithinDays(30, fact: nil, waiver: "why"), true, "late since 2024-03-31, with a reason") {
            $0.inputs["why"] = "a flood"
        },
        Case(WithinDays(30, fact: nil, waiver: "why"), false, "due by") { $0.inputs["why"] = " " },
        Case(WithinDays(30, fact: nil, waiver: "why"), true, "nothing came before") { $0.lastMove = nil },
        Case(WithinDays(3, fact: "trial", waiver: "why"), true, "due by 2024-04-04") {
            $0.facts["trial"]?.decidedAt = instant("2024-04-01T09:00:00Z")
        },
        Case(WithinDays(3, fact: "trial", waiver: "why"), false, "3 days after \"tried\""),
        Case(WithinDays(3, fact: "trial", waiver: "why"), false, "3 days after \"put on ballot\"") { $0.facts = [:] },
        Case(FieldIs(field: "level", values: ["low", "high"]), true, "\"Level\" is low") {
            $0.fields["level"] = "low"
        },
        Case(FieldIs(field: "level", values: ["high"]), false, "is low, and high is needed") {
            $0.fields["level"] = "low"
        },
        Case(FieldIs(field: "level", values: ["high"]), false, "\"Level\" is not filled"),
        Case(Quorum(count: 2), true, "2 of 3 partners took a position that counts; 2 needed"),
        Case(Quorum(count: 3), false, "2 of 3 partners took a position that counts, and at least 3 must"),
        Case(Quorum(count: 3), false, "2 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: instant("2024-04-01T00:00:00Z"))
        },
        Case(Quorum(count: 3), false, "2 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .objection, reason: "too dear", decidedAt: $0.now)
        },
        Case(Quorum(count: 3), true, "3 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .reservation, decidedAt: $0.now)
        },
        Case(twoThirds, true, "2 needed"),
        Case(twoThirds, false, "0 of 4 partners took a position that counts, and at least 3 must") {
            $0.round?.roster = ["aa", "bb", "cc", "dd"]
        },
        Case(twoThirds, true, "1 of 1 partner took a position that counts; 1 needed") {
            $0.round?.roster = ["ax"]
        },
        Case(Quorum(count: 1), false, "no round is open") { $0.round = nil },
        Case(Quorum(count: 1), false, "no round is open") { $0.round?.isOpen = false },
        Case(SignedByActor(), true, "registered key") { $0.isSigned = true },
        Case(SignedByActor(), false, "sign the act"),
    ]

    @Test(arguments: cases)
    func finding(_ test: Case) throws {
        let definition = try Files.norm()
        var circumstances = Self.base
        test.change(&circumstances)
        let use = RequirementUse(test.requirement, source: "Statute 1", label: "it holds")
        // The act whose inputs and needs the requirement looks at.
        let act: String = test.requirement is InputsWith ? "enact" : "ballot"
        let finding = definition.finding(use, act: act, roles: ["clerk"], circumstances)
        #expect(finding.isMet == test.isMet, "\(finding.detail)")
        #expect(finding.detail.contains(test.says), "\(finding.detail)")
        // The sentence is made of a code and its values, and every place in it is filled.
        #expect(!finding.detail.contains("{") && !finding.detail.contains("}"), "\(finding.detail)")
        #expect(finding.reasons.allSatisfy { $0.code.hasPrefix(test.requirement.name + ".") })
        #expect(finding.requirement == test.requirement.name)
        #expect(finding.rule == "Statute 1")
    }

    /// A requirement without both a met and an unmet case would pass unseen.
    @Test func everyRequirementIsCovered() {
        for kind in RequirementKinds.all {
            #expect(Self.cases.contains { $0.requirement.name == kind.name && $0.isMet }, "\(kind.name)")
            #expect(Self.cases.contains { $0.requirement.name == kind.name && !$0.isMet }, "\(kind.name)")
        }
    }

    @Test func refusalSaysWhoCanMeetIt() throws {
        let definition = try Files.norm()
        var circumstances = Self.base
        circumstances.round?.acknowledged = []
        let use = RequirementUse(FullConsensus(), source: "Statute 8", label: "nobody objects")
        let finding = definition.finding(use, act: "adopt", roles: ["clerk"], circumstances)
        #expect(finding.who == [Capable(role: "delegate", partner: "cz")])
        #expect(finding.subjects == ["cz"])
        circumstances.fields["title"] = nil
        let form = RequirementUse(FormComplete(), source: "Statute 4", label: "filled")
        let missing = definition.finding(form, act: "ballot", roles: ["author"], circumstances)
        #expect(missing.who == [Capable(role: "drafter", partner: "ax"), Capable(role: "editor", partner: "ax")])
        #expect(missing.subjects == ["title"])
    }

    /// Who may not decide on their own matter is not among those who can.
    @Test func ownPartnersHoldersCannotMeetIt() throws {
        var circumstances = Self.base
        circumstances.offices = [Office(role: "clerk", partner: circumstances.proposer)]
        let use = RequirementUse(NotOwnPartner(), source: "Statute 9", label: "another's")
        let finding = try Files.norm().finding(use, act: "ballot", roles: ["clerk"], circumstances)
        #expect(!finding.isMet)
        #expect(finding.who == [Capable(role: "clerk", except: circumstances.proposer)])
    }

    /// Of a past activity it may not be known who proposed it: then nobody acts as its proposer, an office of no partner least of all.
    @Test func whoProposedNothingIsNobody() throws {
        var definition = try Files.norm()
        definition.roles.append(
            RoleDefinition(id: "its-proposer", label: "the proposer", heldBy: ["clerk"], scope: .proposingPartner))
        var circumstances = Self.base
        #expect(definition.capable(["its-proposer"], circumstances) == [Capable(role: "clerk", partner: "ax")])
        circumstances.proposer = nil
        #expect(definition.capable(["its-proposer"], circumstances) == [])
        for partner in [nil, "", "ax"] {
            circumstances.offices = [Office(role: "clerk", partner: partner)]
            #expect(definition.office(in: circumstances, roles: ["its-proposer"]) == nil)
        }
        let use = RequirementUse(NotOwnPartner(), source: "Statute 9", label: "another's")
        #expect(definition.finding(use, act: "ballot", roles: ["its-proposer"], circumstances).isMet)
    }

    /// A field that belongs to an office is asked of that office.
    @Test func missingFieldOfAnOfficeIsAskedOfIt() throws {
        var definition = try Files.norm()
        let index = try #require(definition.form.fields.firstIndex { $0.key == "file_number" })
        definition.form.fields[index].needs = [FieldDefinition.Need(transition: "ballot")]
        let form = RequirementUse(FormComplete(), source: "Statute 4", label: "filled")
        let missing = definition.finding(form, act: "ballot", roles: ["author"], Self.base)
        #expect(missing.who == [Capable(role: "clerk")])
    }

    /// What is due is known before the act, so that lists can tell it.
    @Test func dueDayIsCountedFromWhatCameBefore() throws {
        let definition = try Files.norm()
        let use = RequirementUse(WithinDays(30, fact: "trial", waiver: "why"), source: "Statute 1", label: "in time")
        #expect(definition.dueDay([use], in: Self.base) == Self.day("2024-03-31"))
        var circumstances = Self.base
        circumstances.facts["trial"]?.decidedAt = Self.instant("2024-03-22T09:00:00Z")
        #expect(definition.dueDay([use], in: circumstances) == Self.day("2024-04-21"))
        #expect(definition.dueDay([], in: circumstances) == nil)
    }

    /// Those are asked who were not heard, or whose stance does not count.
    @Test func aQuorumIsAskedOfThoseWhoAreMissing() throws {
        var circumstances = Self.base
        circumstances.round?.positions["by"] = PositionView(stance: .objection, decidedAt: circumstances.now)
        let use = RequirementUse(Quorum(count: 2), source: "Statute 7", label: "a quorum")
        let finding = try Files.norm().finding(use, act: "adopt", roles: ["clerk"], circumstances)
        #expect(!finding.isMet && finding.subjects == ["by", "cz"])
        #expect(
            finding.who == [
                Capable(role: "delegate", partner: "by"), Capable(role: "delegate", partner: "cz"),
            ])
    }

    @Test(arguments: ["2/3", "1/1", "1/1000"])
    func aShareIsAFraction(_ text: String) { #expect(Quorum.Share(text)?.text == text) }

    @Test(arguments: ["", "2", "3/2", "0/3", "1/0", "-1/2", "+1/2", "01/2", "1/2/3", "1 / 2", "1/1001", "66%", "0.5"])
    func aShareIsNothingElse(_ text: String) { #expect(Quorum.Share(text) == nil) }

    @Test func silenceNeverCountsWhereALifecycleSaysSo() throws {
        var definition = try Files.norm()
        definition.consensus.silence = .never
        let use = RequirementUse(FullConsensus(), source: "Statute 8", label: "nobody objects")
        #expect(!definition.finding(use, act: "adopt", roles: [], Self.base).isMet)
        var circumstances = Self.base
        circumstances.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: circumstances.now)
        #expect(!definition.finding(use, act: "adopt", roles: [], circumstances).isMet)
    }
}
