import CanonicalJSON
import Testing

@testable import Lifecycle

/// Each requirement, met and unmet, one change apart.
@Suite struct RequirementTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var requirement: Requirement
        var isMet: Bool
        /// A phrase of the finding's detail.
        var says: String
        var change: @Sendable (inout Circumstances) -> Void

        init(
            _ requirement: Requirement, _ isMet: Bool, _ says: String,
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

    static let both = Requirement.counterparts(
        field: "backers", attribute: "sector", values: ["public", "private"], waiver: "one_sided")

    static let cases: [Case] = [
        Case(.formComplete, true, "filled"),
        Case(.formComplete, false, "Title") { $0.fields["title"] = nil },
        Case(.formComplete, false, "Title") { $0.fields["title"] = "  " },
        Case(.formComplete, false, "Purpose") { $0.fields["purpose"] = .null },
        Case(.formComplete, true, "filled") {
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
        Case(.duplicatesAnswered(field: "related"), true, "no similar proposal"),
        Case(.duplicatesAnswered(field: "related"), false, "N-7") {
            $0.duplicateCandidates = ["N-6", "N-7"]
            $0.fields["related"] = [["ref": "N-6", "answer": "older"]]
        },
        Case(.duplicatesAnswered(field: "related"), true, "each was answered") {
            $0.duplicateCandidates = ["N-6"]
            $0.fields["related"] = [["ref": "N-6", "answer": "older"]]
        },
        Case(.onTrack(["full"]), true, "full ballot"),
        Case(.onTrack(["quick"]), false, "only for the track quick ballot"),
        Case(.onTrack(["quick"]), false, "only for") { $0.track = nil },
        Case(.consensus, true, "3 of 3"),
        Case(.consensus, false, "not yet heard: cz") { $0.round?.acknowledged = [] },
        Case(.consensus, false, "not yet heard: cz") { $0.round?.closes = nil },
        Case(.consensus, false, "not yet heard: cz") { $0.judgedAt = instant("2024-03-31T00:00:00Z") },
        Case(.consensus, false, "not yet heard: cz") {
            $0.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: $0.judgedAt)
        },
        Case(.consensus, false, "cz: objection (too dear)") {
            $0.round?.positions["cz"] = PositionView(stance: .objection, reason: "too dear", decidedAt: $0.now)
        },
        Case(.consensus, true, "3 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .reservation, decidedAt: $0.now)
        },
        Case(.consensus, true, "3 of 3") {
            $0.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: instant("2024-04-01T00:00:00Z"))
        },
        Case(.consensus, false, "no round is open") { $0.round?.isOpen = false },
        Case(.consensus, false, "no round is open") { $0.round = nil },
        Case(.meetingHeld(input: "session", kinds: ["plenary"]), true, "was held"),
        Case(.meetingHeld(input: "session", kinds: []), true, "was held") { $0.inputs["session"] = "b1" },
        Case(.meetingHeld(input: "session", kinds: ["plenary"]), false, "only planned") {
            $0.inputs["session"] = "p2"
        },
        Case(.meetingHeld(input: "session", kinds: ["plenary"]), false, "is a board") { $0.inputs["session"] = "b1" },
        Case(.meetingHeld(input: "session", kinds: ["plenary"]), false, "is not a meeting") {
            $0.inputs["session"] = "p9"
        },
        Case(.meetingHeld(input: "session", kinds: ["plenary"]), false, "add --session ID of a meeting that was held") {
            $0.inputs["session"] = nil
        },
        Case(.decidedDuringMeeting(input: "session"), true, "while p1 was held"),
        Case(.decidedDuringMeeting(input: "session"), true, "while p1") {
            $0.decidedAt = instant("2024-03-31T10:30:00Z")
        },
        Case(.decidedDuringMeeting(input: "session"), false, "decided on 2024-03-31") {
            $0.decidedAt = instant("2024-03-31T09:59:00Z")
        },
        Case(.decidedDuringMeeting(input: "session"), true, "while p1") {
            $0.decidedAt = instant("2024-04-04T13:59:00Z")
        },
        Case(.decidedDuringMeeting(input: "session"), false, "decided on 2024-04-04") {
            $0.decidedAt = instant("2024-04-04T14:00:00Z")
        },
        Case(.decidedDuringMeeting(input: "session"), false, "\"session\" must name a meeting that was held") {
            $0.inputs["session"] = "p2"
        },
        Case(.decidedInOrder, true, "in order"),
        Case(.decidedInOrder, true, "in order") { $0.lastMove = nil },
        Case(.decidedInOrder, true, "in order") { $0.decidedAt = instant("2024-03-01T00:00:00Z") },
        Case(.decidedInOrder, false, "before \"put on ballot\"") { $0.decidedAt = instant("2024-02-29T23:59:59Z") },
        Case(.meetingAfterFact(input: "session", fact: "trial"), true, "ended on 2024-04-03"),
        Case(.meetingAfterFact(input: "session", fact: "trial"), true, "ended on") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-03"
        },
        Case(.meetingAfterFact(input: "session", fact: "trial"), false, "before the last day, 2024-04-04") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-04"
        },
        Case(.meetingAfterFact(input: "session", fact: "trial"), false, "no actual dates") { $0.facts = [:] },
        Case(.meetingAfterFact(input: "session", fact: "trial"), false, "must name a meeting") {
            $0.inputs["session"] = "p2"
        },
        Case(.notOwnPartner, true, "not the proposing partner"),
        Case(.notOwnPartner, false, "may not decide on its own") {
            $0.offices = [Office(role: "clerk", partner: "ax")]
        },
        Case(.notOwnPartner, true, "not the proposing partner") {
            $0.offices = [Office(role: "clerk", partner: "by")]
        },
        Case(.factRecorded("trial", statuses: []), true, "is recorded"),
        Case(.factRecorded("trial", statuses: ["passed"]), true, "recorded as passed"),
        Case(.factRecorded("trial", statuses: ["failed"]), false, "recorded as passed"),
        Case(.factRecorded("trial", statuses: []), false, "is not recorded") { $0.facts = [:] },
        Case(.factAbsent("trial"), false, "already recorded"),
        Case(.factAbsent("trial"), true, "is not recorded") { $0.facts = [:] },
        Case(.factAbsent("trial", statuses: ["passed"]), false, "recorded as passed"),
        Case(.factAbsent("trial", statuses: ["failed"]), true, "recorded as passed"),
        Case(.datesNotInFuture(fact: "trial", inputs: ["starts", "ends"]), true, "2024-03-22 is not"),
        Case(.datesNotInFuture(fact: "trial", inputs: ["ends"]), false, "2024-04-04 is still to come") {
            $0.facts["trial"]?.inputs["ends"] = "2024-04-04"
        },
        Case(.datesNotInFuture(fact: nil, inputs: ["from", "till"]), true, "2024-04-02 is not"),
        Case(.datesNotInFuture(fact: nil, inputs: ["from", "till"]), true, "2024-04-03 is not") {
            $0.inputs["till"] = "2024-04-03"
        },
        Case(.datesNotInFuture(fact: nil, inputs: ["from", "till"]), false, "2024-04-04") {
            $0.inputs["till"] = "2024-04-04"
        },
        Case(.datesNotInFuture(fact: nil, inputs: ["other"]), true, "no day is given"),
        Case(.datesInOrder(fields: [], inputs: ["from", "till"]), true, "in order"),
        Case(.datesInOrder(fields: [], inputs: ["from", "till"]), true, "in order") {
            $0.inputs["till"] = "2024-04-01"
        },
        Case(.datesInOrder(fields: [], inputs: ["from", "till"]), false, "\"till\" is before \"from\"") {
            $0.inputs["till"] = "2024-03-31"
        },
        Case(.datesInOrder(fields: ["expires", "review"], inputs: []), false, "\"review\" is before") {
            $0.fields["review"] = "2024-04-09"
        },
        Case(.datesInOrder(fields: ["expires", "review"], inputs: []), true, "in order"),
        Case(.todayBefore(field: "expires"), true, "not later than 2024-04-10"),
        Case(.todayBefore(field: "expires"), true, "not later") { $0.decidedAt = instant("2024-04-11T13:59:00Z") },
        Case(.todayBefore(field: "expires"), false, "too late") { $0.decidedAt = instant("2024-04-11T14:00:00Z") },
        Case(.todayBefore(field: "expires"), false, "holds no day") { $0.fields["expires"] = nil },
        Case(.atLeast(field: "backers", count: 2), true, "2 in"),
        Case(.atLeast(field: "backers", count: 3), false, "at least 3"),
        Case(.atLeast(field: "annexes", count: 1), false, "names 0"),
        Case(.inputsWith(input: "mode", values: ["phased"], needed: ["phases"]), true, "nothing more"),
        Case(.inputsWith(input: "mode", values: ["phased"], needed: ["phases"]), false, "\"phases\" must be given") {
            $0.inputs["phases"] = nil
        },
        Case(.inputsWith(input: "mode", values: ["phased"], needed: ["phases"]), true, "nothing more") {
            $0.inputs["phases"] = nil
            $0.inputs["mode"] = nil
        },
        Case(.inputsWith(input: "mode", values: ["now"], needed: ["phases"]), false, "with \"mode\" now") {
            $0.inputs["phases"] = nil
            $0.inputs["mode"] = nil
        },
        Case(.deadlinePassed, true, "closed at"),
        Case(.deadlinePassed, false, "when it was open until") { $0.judgedAt = instant("2024-04-01T00:00:00Z") },
        Case(.deadlinePassed, false, "open until") {
            $0.now = instant("2024-04-01T00:00:00Z")
            $0.judgedAt = $0.now
        },
        Case(.deadlinePassed, false, "no deadline") { $0.round?.closes = nil },
        Case(.sameOfficeAsLastMove, true, "the office that made"),
        Case(.sameOfficeAsLastMove, false, "made by clerk") { $0.offices = [Office(role: "clerk", partner: "by")] },
        Case(.sameOfficeAsLastMove, false, "made by clerk") { $0.offices = [] },
        Case(.sameOfficeAsLastMove, false, "no move to undo") { $0.lastMove = nil },
        Case(.sameOfficeAsLastMove, false, "no move to undo") { $0.lastMove?.isUndoable = false },
        Case(.lastMoveNot(["again"]), true, "can be undone"),
        Case(.lastMoveNot(["again", "ballot"]), false, "cannot be undone"),
        Case(.lastMoveNot(["again"]), false, "no move to undo") { $0.lastMove = nil },
        Case(.decidedOn(input: "till"), true, "decided on 2024-04-02"),
        Case(.decidedOn(input: "till"), true, "decided on") { $0.decidedAt = instant("2024-04-03T13:59:00Z") },
        Case(.decidedOn(input: "till"), false, "but \"till\" is 2024-04-02") {
            $0.decidedAt = instant("2024-04-03T14:00:00Z")
        },
        Case(.decidedOn(input: "till"), false, "but \"till\"") { $0.decidedAt = instant("2024-04-01T09:59:00Z") },
        Case(.decidedOn(input: "till"), false, "holds no day") { $0.inputs["till"] = nil },
        Case(.decidedOnLatest(facts: ["trial", "paid"], input: "ends"), true, "2024-04-02, the day of \"paid\"") {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-04-02"], decidedAt: $0.now)
        },
        Case(.decidedOnLatest(facts: ["trial", "paid"], input: "ends"), true, "the day of \"tried\"") {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-03-02"], decidedAt: $0.now)
            $0.decidedAt = instant("2024-03-22T10:00:00Z")
        },
        Case(.decidedOnLatest(facts: ["trial", "paid"], input: "ends"), false, "the latest is \"tried\" of 2024-03-22")
        {
            $0.facts["paid"] = FactView(inputs: ["ends": "2024-03-02"], decidedAt: $0.now)
        },
        Case(.decidedOnLatest(facts: ["trial", "paid"], input: "ends"), false, "\"paid\" is not recorded"),
        Case(.decidedOnLatest(facts: ["trial"], input: "ended"), false, "\"tried\" is not recorded with a day"),
        Case(.namedIn(input: "who", field: "backers"), true, "by is named") { $0.inputs["who"] = "by" },
        Case(.namedIn(input: "who", field: "backers"), false, "cz is not named in \"Backers\"; it names ax, by") {
            $0.inputs["who"] = "cz"
        },
        Case(.namedIn(input: "who", field: "backers"), false, "it names nobody") {
            $0.inputs["who"] = "ax"
            $0.fields["backers"] = nil
        },
        Case(.namedIn(input: "who", field: "backers"), false, "\"who\" names nobody"),
        Case(.factSince("trial", statuses: [], facts: []), true, "is recorded") {
            $0.lastMove?.version = 4
            $0.facts["trial"]?.version = 5
        },
        Case(.factSince("trial", statuses: [], facts: []), false, "not recorded since \"put on ballot\"") {
            $0.lastMove?.version = 5
            $0.facts["trial"]?.version = 4
        },
        Case(.factSince("trial", statuses: [], facts: ["paid"]), true, "is recorded") {
            $0.lastMove?.version = 9
            $0.facts["trial"]?.version = 5
            $0.facts["paid"] = FactView(inputs: [:], decidedAt: $0.now, version: 4)
        },
        Case(.factSince("trial", statuses: [], facts: ["paid"]), false, "not recorded since \"paid\"") {
            $0.facts["trial"]?.version = 5
            $0.facts["paid"] = FactView(inputs: [:], decidedAt: $0.now, version: 6)
        },
        Case(.factSince("trial", statuses: ["failed"], facts: []), false, "recorded as passed"),
        Case(.factSince("trial", statuses: [], facts: []), false, "is not recorded") { $0.facts = [:] },
        Case(.withinDays(32, fact: nil, waiver: "why"), true, "due by 2024-04-02"),
        Case(.withinDays(31, fact: nil, waiver: "why"), true, "due by 2024-04-01") {
            $0.decidedAt = instant("2024-04-02T13:59:00Z")
        },
        Case(.withinDays(31, fact: nil, waiver: "why"), false, "31 days after \"put on ballot\": say in \"why\"") {
            $0.decidedAt = instant("2024-04-02T14:00:00Z")
        },
        Case(.withinDays(30, fact: nil, waiver: "why"), true, "late since 2024-03-31, with a reason") {
            $0.inputs["why"] = "a flood"
        },
        Case(.withinDays(30, fact: nil, waiver: "why"), false, "due by") { $0.inputs["why"] = " " },
        Case(.withinDays(30, fact: nil, waiver: "why"), true, "nothing came before") { $0.lastMove = nil },
        Case(.withinDays(3, fact: "trial", waiver: "why"), true, "due by 2024-04-04") {
            $0.facts["trial"]?.decidedAt = instant("2024-04-01T09:00:00Z")
        },
        Case(.withinDays(3, fact: "trial", waiver: "why"), false, "3 days after \"tried\""),
        Case(.withinDays(3, fact: "trial", waiver: "why"), false, "3 days after \"put on ballot\"") { $0.facts = [:] },
        Case(.fieldIs(field: "level", values: ["low", "high"]), true, "\"Level\" is low") {
            $0.fields["level"] = "low"
        },
        Case(.fieldIs(field: "level", values: ["high"]), false, "is low, and high is needed") {
            $0.fields["level"] = "low"
        },
        Case(.fieldIs(field: "level", values: ["high"]), false, "\"Level\" is not filled"),
        Case(.signed, true, "registered key") { $0.isSigned = true },
        Case(.signed, false, "sign the act"),
    ]

    @Test(arguments: cases)
    func finding(_ test: Case) throws {
        let definition = try Files.norm()
        var circumstances = Self.base
        test.change(&circumstances)
        let use = RequirementUse(test.requirement, source: "Statute 1", label: "it holds")
        // The act whose inputs and needs the requirement looks at.
        let act: String = if case .inputsWith = test.requirement { "enact" } else { "ballot" }
        let finding = definition.finding(use, act: act, roles: ["clerk"], circumstances)
        #expect(finding.isMet == test.isMet, "\(finding.detail)")
        #expect(finding.detail.contains(test.says), "\(finding.detail)")
        #expect(finding.requirement == test.requirement.name)
        #expect(finding.rule == "Statute 1")
    }

    /// A requirement without both a met and an unmet case would pass unseen.
    @Test func everyRequirementIsCovered() {
        for word in RequirementWord.allCases {
            #expect(Self.cases.contains { $0.requirement.name == word.rawValue && $0.isMet }, "\(word.rawValue)")
            #expect(Self.cases.contains { $0.requirement.name == word.rawValue && !$0.isMet }, "\(word.rawValue)")
        }
    }

    @Test func refusalSaysWhoCanMeetIt() throws {
        let definition = try Files.norm()
        var circumstances = Self.base
        circumstances.round?.acknowledged = []
        let use = RequirementUse(.consensus, source: "Statute 8", label: "nobody objects")
        let finding = definition.finding(use, act: "adopt", roles: ["clerk"], circumstances)
        #expect(finding.who == [Capable(role: "delegate", partner: "cz")])
        #expect(finding.subjects == ["cz"])
        circumstances.fields["title"] = nil
        let form = RequirementUse(.formComplete, source: "Statute 4", label: "filled")
        let missing = definition.finding(form, act: "ballot", roles: ["author"], circumstances)
        #expect(missing.who == [Capable(role: "drafter", partner: "ax"), Capable(role: "editor", partner: "ax")])
        #expect(missing.subjects == ["title"])
    }

    /// Who may not decide on their own matter is not among those who can.
    @Test func ownPartnersHoldersCannotMeetIt() throws {
        var circumstances = Self.base
        circumstances.offices = [Office(role: "clerk", partner: circumstances.proposer)]
        let use = RequirementUse(.notOwnPartner, source: "Statute 9", label: "another's")
        let finding = try Files.norm().finding(use, act: "ballot", roles: ["clerk"], circumstances)
        #expect(!finding.isMet)
        #expect(finding.who == [Capable(role: "clerk", except: circumstances.proposer)])
    }

    /// A field that belongs to an office is asked of that office.
    @Test func missingFieldOfAnOfficeIsAskedOfIt() throws {
        var definition = try Files.norm()
        let index = try #require(definition.form.fields.firstIndex { $0.key == "file_number" })
        definition.form.fields[index].needs = [FieldDefinition.Need(transition: "ballot")]
        let form = RequirementUse(.formComplete, source: "Statute 4", label: "filled")
        let missing = definition.finding(form, act: "ballot", roles: ["author"], Self.base)
        #expect(missing.who == [Capable(role: "clerk")])
    }

    /// What is due is known before the act, so that lists can tell it.
    @Test func dueDayIsCountedFromWhatCameBefore() throws {
        let definition = try Files.norm()
        let use = RequirementUse(.withinDays(30, fact: "trial", waiver: "why"), source: "Statute 1", label: "in time")
        #expect(definition.dueDay([use], in: Self.base) == Self.day("2024-03-31"))
        var circumstances = Self.base
        circumstances.facts["trial"]?.decidedAt = Self.instant("2024-03-22T09:00:00Z")
        #expect(definition.dueDay([use], in: circumstances) == Self.day("2024-04-21"))
        #expect(definition.dueDay([], in: circumstances) == nil)
    }

    @Test func silenceNeverCountsWhereALifecycleSaysSo() throws {
        var definition = try Files.norm()
        definition.consensus.silence = .never
        let use = RequirementUse(.consensus, source: "Statute 8", label: "nobody objects")
        #expect(!definition.finding(use, act: "adopt", roles: [], Self.base).isMet)
        var circumstances = Self.base
        circumstances.round?.positions["cz"] = PositionView(stance: .tacit, decidedAt: circumstances.now)
        #expect(!definition.finding(use, act: "adopt", roles: [], circumstances).isMet)
    }
}
