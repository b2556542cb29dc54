import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Moves and facts that are refused, each with every requirement that is not met.
@Suite struct MoveRefusalTests {
    @Test(arguments: circulating + blessing + reporting) func isRefused(_ refused: RefusalCase) throws {
        try refused.check()
    }

    private static func blessed(_ world: inout World) throws {
        try world.reachConsensus()
        try world.holdSOM()
    }

    static let circulating: [RefusalCase] = [
        RefusalCase(
            "an unknown transition", as: .proposer("FR"), code: .notFound,
            says: "asem-initiative has no transition \"approve\"; it has circulate, recirculate, confirm, bless",
            after: { try $0.draft() }
        ) { _ in .advance("approve") },
        RefusalCase(
            "a stranger circulates", as: .proposer("DE"), code: .forbidden, says: "only the proposer may circulate",
            after: { try $0.draft() }
        ) { _ in .advance("circulate", ["track": "information"]) },
        RefusalCase(
            "a stranger with bad values", as: .contactPoint("FR"), code: .forbidden, says: "only the proposer",
            after: { try $0.draft() }
        ) { .advance("circulate", ["track": 7, "no": 1], at: $0.inDays(4)) },
        RefusalCase(
            "no track", as: .proposer("FR"), code: .unmet, unmet: ["input"], says: "\"track\" must be given",
            after: { try $0.draft() }
        ) { _ in .advance("circulate") },
        RefusalCase(
            "another track", as: .proposer("FR"), code: .badField, field: "track",
            says: "one of work-programme, information is needed", after: { try $0.draft() }
        ) { _ in .advance("circulate", ["track": "fast"]) },
        RefusalCase(
            "an input that is not asked for", as: .proposer("FR"), code: .badField, field: "colour",
            says: "not asked for here; what can be given is track, closes, decided_at", after: { try $0.draft() }
        ) { _ in .advance("circulate", ["track": "information", "colour": "red"]) },
        RefusalCase(
            "an empty form", as: .proposer("FR"), code: .unmet, unmet: ["form-complete", "counterparts"],
            says: "not filled: Objective, Goals, Rationale", after: { try $0.draft(["title": "T"]) }
        ) { _ in .advance("circulate", ["track": "work-programme"]) },
        RefusalCase(
            "no counterpart", as: .proposer("FR"), code: .unmet, unmet: ["counterparts"],
            says: "no partner of Asia in \"organisers\", and no reason in \"counterpart_waiver\"",
            after: {
                var fields = Texts.initiative
                fields["organisers"] = [["partner": "FR"]]
                try $0.draft(fields)
            }
        ) { _ in .advance("circulate", ["track": "work-programme"]) },
        RefusalCase(
            "tomorrow", as: .proposer("FR"), code: .badField, field: "decided_at", says: "lies in the future",
            after: { try $0.draft() }
        ) { .advance("circulate", ["track": "work-programme"], at: $0.inDays(1)) },
        RefusalCase(
            "nobody to circulate it to", as: .proposer("FR"), code: .unmet, unmet: ["roster"],
            says: "no partner is a member on 1990-01-01", after: { try $0.draft() }
        ) { _ in .advance("circulate", ["track": "work-programme"], at: World.instant("1990-01-01T00:00:00Z")) },
        RefusalCase(
            "before the return that it follows", as: .proposer("FR"), code: .unmet, unmet: ["decided-in-order"],
            says: "decided on 2026-03-10, before \"return to the proposer\" of 2026-03-11",
            after: {
                try $0.reachConsensus()
                try $0.act(World.move("return"), on: World.ref, as: .coordinator("ASEAN"))
            }
        ) { .advance("circulate", ["track": "work-programme"], at: $0.inDays(-1)) },
        RefusalCase(
            "twice", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "the proposal is Circulated, and this starts from Drafted",
            after: {
                try $0.draft()
                try $0.circulate()
            }
        ) { _ in .advance("circulate", ["track": "work-programme"]) },
        RefusalCase(
            "a state is skipped", as: .somLeader("DE"), code: .unmet, unmet: ["state", "consensus"],
            says: "the proposal is Circulated, and this starts from Consensus",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.holdSOM()
            }
        ) { _ in World.bless() },
        RefusalCase(
            "confirmed by a SOM leader", as: .somLeader("DE"), code: .forbidden,
            says: "only a Regional Coordinator may confirm consensus",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.hearAll()
            }
        ) { _ in World.confirm() },
        RefusalCase(
            "confirmed before the circulation", as: .coordinator("ASEAN"), code: .unmet,
            unmet: ["consensus", "decided-in-order"], says: "before \"circulate\" of 2026-03-10",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.hearAll()
            }
        ) { World.confirm(at: $0.inDays(-1)) },
    ]

    static let blessing: [RefusalCase] = [
        RefusalCase(
            "no meeting", as: .somLeader("DE"), code: .unmet,
            unmet: ["input", "meeting-held", "decided-during-meeting"], says: "\"meeting\" must be given",
            after: { try blessed(&$0) }
        ) { _ in .advance("bless") },
        RefusalCase(
            "a meeting nobody knows", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "som-1999 is not a meeting of this forum",
            after: { try blessed(&$0) }
        ) { _ in World.bless("som-1999") },
        RefusalCase(
            "a meeting of ministers", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "fmm-2026 is a fmm, and a som is needed",
            after: { try blessed(&$0) }
        ) { _ in World.bless("fmm-2026") },
        RefusalCase(
            "a meeting only scheduled", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "som-2026-2 is only scheduled",
            after: { try blessed(&$0) }
        ) { _ in World.bless("som-2026-2") },
        RefusalCase(
            "a meeting before the consensus", as: .somLeader("DE"), code: .unmet,
            unmet: ["consensus", "decided-in-order"], says: "before \"confirm consensus\" of 2026-03-11",
            after: { try blessed(&$0) }
        ) { _ in World.bless("som-2025-2", at: World.instant("2025-11-05T10:00:00Z")) },
        RefusalCase(
            "the day after the meeting", as: .somLeader("DE"), code: .unmet, unmet: ["decided-during-meeting"],
            says: "decided on 2026-03-29, but som-2026-1 was held on 2026-03-24 to 2026-03-25",
            after: {
                try blessed(&$0)
                $0.wait(days: 4)
            }
        ) { _ in World.bless() },
        RefusalCase(
            "one's own partner's", as: .somLeader("FR"), code: .unmet, unmet: ["not-own-partner"],
            says: "FR proposed it, and may not decide on its own proposal", after: { try blessed(&$0) }
        ) { _ in World.bless() },
        RefusalCase(
            "one's own partner's, in an office of no partner", as: Office(role: "som-leader"), .proposer("FR"),
            code: .unmet, unmet: ["not-own-partner"], says: "FR proposed it", after: { try blessed(&$0) }
        ) { _ in World.bless() },
        RefusalCase(
            "a deferment to a meeting nobody knows", as: .somLeader("DE"), code: .unmet, unmet: ["meeting"],
            says: "som-1999 is not a meeting of this forum", after: { try blessed(&$0) }
        ) { _ in .advance("defer", ["meeting": "som-1999", "reason": "R"]) },
        RefusalCase(
            "a deferment without a reason", as: .somLeader("DE"), code: .unmet, unmet: ["input"],
            says: "\"reason\" must be given", after: { try blessed(&$0) }
        ) { _ in .advance("defer", ["meeting": "som-2026-1"]) },
        RefusalCase(
            "a return without a reason", as: .somLeader("DE"), code: .badField, field: "reason",
            says: "the text is empty", after: { try blessed(&$0) }
        ) { _ in World.move("return", "  ") },
        RefusalCase(
            "a withdrawal after the blessing", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "this starts from Drafted or Circulated or Consensus", after: { try $0.reachBlessing() }
        ) { _ in World.move("withdraw") },
    ]

    static let reporting: [RefusalCase] = [
        RefusalCase(
            "published before the blessing", as: .infoboard, code: .unmet, unmet: ["state"],
            says: "the proposal is Consensus, and this starts from SOM-blessed", after: { try $0.reachConsensus() }
        ) { _ in World.published },
        RefusalCase(
            "published by the proposer", as: .proposer("FR"), code: .forbidden, says: "only the InfoBoard may record",
            after: { try $0.reachBlessing() }
        ) { _ in World.published },
        RefusalCase(
            "published with a date before the blessing", as: .infoboard, code: .unmet, unmet: ["decided-in-order"],
            says: "before \"record SOM's blessing\" of 2026-03-25", after: { try $0.reachBlessing() }
        ) {
            .fact(
                "published", ["url": "https://example.org", "fields": ["title"]],
                at: $0.inDays(-1))
        },
        RefusalCase(
            "published when it has begun", as: .infoboard, code: .unmet, unmet: ["today-before"],
            says: "too late: it was to begin on 2026-06-01",
            after: {
                try $0.reachBlessing()
                $0.now = World.instant("2026-06-02T15:00:00Z")
            }
        ) { _ in World.published },
        RefusalCase(
            "published twice over in one list", as: .infoboard, code: .badField, field: "fields",
            says: "title stands twice", after: { try $0.reachBlessing() }
        ) { _ in .fact("published", ["url": "https://example.org", "fields": ["title", "title"]]) },
        RefusalCase(
            "a field that is none", as: .infoboard, code: .badField, field: "fields", says: "one of title, pillar",
            after: { try $0.reachBlessing() }
        ) { _ in .fact("published", ["url": "https://example.org", "fields": ["contact"]]) },
        RefusalCase(
            "an unknown fact", as: .infoboard, code: .notFound, says: "knows no fact \"cancelled\"",
            after: { try $0.reachBlessing() }
        ) { _ in .fact("cancelled", [:]) },
        RefusalCase(
            "implemented tomorrow", as: .proposer("FR"), code: .unmet, unmet: ["dates-not-in-future"],
            says: "2026-06-03 is still to come", after: { try $0.reachBlessing() }
        ) { _ in World.implemented },
        RefusalCase(
            "implemented backwards", as: .proposer("FR"), code: .unmet, unmet: ["dates-in-order"],
            says: "\"ends\" lies before \"starts\"", after: { try $0.reachBlessing() }
        ) { _ in .fact("implemented", ["starts": "2026-03-20", "ends": "2026-03-19"]) },
        RefusalCase(
            "implemented without dates", as: .proposer("FR"), code: .unmet, unmet: ["inputs-with"],
            says: "with \"status\" held, \"starts\", \"ends\" must be given", after: { try $0.reachBlessing() }
        ) { _ in .fact("implemented", [:]) },
        RefusalCase(
            "postponed without a reason", as: .proposer("FR"), code: .unmet, unmet: ["inputs-with"],
            says: "\"reason\" must be given", after: { try $0.reachBlessing() }
        ) { _ in .fact("implemented", ["status": "postponed"]) },
        RefusalCase(
            "implemented before it is blessed", as: .proposer("FR"), code: .unmet, unmet: ["on-track"],
            says: "only for the track information",
            after: {
                try $0.draft()
                try $0.circulate()
            }
        ) { _ in .fact("implemented", ["starts": "2026-03-01", "ends": "2026-03-01"]) },
        RefusalCase(
            "reported before it was implemented", as: .proposer("FR"), code: .unmet,
            unmet: ["fact-recorded", "meeting-after-fact"], says: "\"implemented\" is not recorded",
            after: {
                try $0.reachBlessing()
                try $0.holdSecondSOM()
            }
        ) { _ in World.report },
        RefusalCase(
            "reported though it was cancelled", as: .proposer("FR"), code: .unmet,
            unmet: ["fact-recorded", "meeting-after-fact"], says: "\"implemented\" is recorded as cancelled",
            after: {
                try $0.reachBlessing()
                try $0.holdSecondSOM()
                try $0.act(
                    .fact("implemented", ["status": "cancelled", "reason": "R"]), on: World.ref, as: .proposer("FR"))
            }
        ) { _ in World.report },
        RefusalCase(
            "reported to a SOM before it", as: .proposer("FR"), code: .unmet, unmet: ["meeting-after-fact"],
            says: "som-2026-1 ended on 2026-03-25, before the last day, 2026-06-03",
            after: {
                try $0.reachBlessing()
                $0.now = World.instant("2026-06-10T09:00:00Z")
                try $0.act(World.implemented, on: World.ref, as: .proposer("FR"))
            }
        ) { _ in
            var inputs = World.outcomes
            inputs["meeting"] = "som-2026-1"
            return .advance("report", inputs)
        },
        RefusalCase(
            "reported with nothing", as: .proposer("DE"), .proposer("VN"), code: .unmet,
            unmet: ["input", "input", "input", "input", "fact-recorded", "meeting-held", "meeting-after-fact"],
            says: "\"outcomes\" must be given", after: { try $0.reachBlessing() }
        ) { _ in .advance("report") },
        RefusalCase(
            "nobody took part", as: .proposer("FR"), code: .badField, field: "partners_participating",
            says: "an integer from 1 to 1000", after: { try $0.reachBlessing() }
        ) { _ in .advance("report", ["partners_participating": 0]) },
        RefusalCase(
            "a fact that stands once", league: true, as: .mover("VEN"), code: .unmet, unmet: ["fact-absent"],
            says: "is recorded already and stands once",
            after: {
                try $0.reachAgreement()
                try $0.holdMoot()
                try $0.act(World.seal, on: World.charter, as: .doge("GEN"))
                try $0.act(.fact("opened", ["day": "2026-04-10"]), on: World.charter, as: .mover("VEN"))
            }
        ) { _ in .fact("opened", ["day": "2026-04-10"]) },
        RefusalCase(
            "a note of an auditor", as: .auditor, code: .forbidden, says: "an auditor changes nothing",
            after: { try $0.draft() }
        ) { _ in .note("N") },
        RefusalCase(
            "an empty note", as: .contactPoint("FR"), code: .badField, field: "text", says: "the text is empty",
            after: { try $0.draft() }
        ) { _ in .note("\u{200B}\n") },
        RefusalCase(
            "a note that looks like a commitment", as: .contactPoint("FR"), code: .badField, field: "text",
            says: "must not begin with", after: { try $0.draft() }
        ) { _ in .note(Texts.contact) },
        RefusalCase(
            "a note too long", as: .contactPoint("FR"), code: .badField, field: "text", says: "at most 8000",
            after: { try $0.draft() }
        ) { _ in .note(String(repeating: "n", count: 8001)) },
    ]
}
