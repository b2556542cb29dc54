import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Moves that are refused, each with every requirement that is not met.
@Suite struct MoveRefusalTests {
    @Test(arguments: circulating + blessing) func isRefused(_ refused: RefusalCase) throws {
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
            after: { try $0.draft() }, asked: { _ in .advance("approve") }),
        RefusalCase(
            "a stranger circulates", as: .proposer("DE"), code: .forbidden, says: "only the proposer may circulate",
            after: { try $0.draft() }, asked: { _ in .advance("circulate", ["track": "information"]) }),
        RefusalCase(
            "a stranger with bad values", as: .contactPoint("FR"), code: .forbidden, says: "only the proposer",
            after: { try $0.draft() }, asked: { .advance("circulate", ["track": 7, "no": 1], at: $0.inDays(4)) }),
        RefusalCase(
            "no track", as: .proposer("FR"), code: .unmet, unmet: ["input"], says: "\"track\" must be given",
            after: { try $0.draft() }, asked: { _ in .advance("circulate") }),
        RefusalCase(
            "another track", as: .proposer("FR"), code: .badField, field: "track",
            says: "use one of work-programme, information", after: { try $0.draft() },
            asked: { _ in .advance("circulate", ["track": "fast"]) }),
        RefusalCase(
            "an input that is not asked for", as: .proposer("FR"), code: .badField, field: "colour",
            says: "not asked for here; what can be given is track, closes, decided_at", after: { try $0.draft() },
            asked: { _ in .advance("circulate", ["track": "information", "colour": "red"]) }),
        RefusalCase(
            "an empty form", as: .proposer("FR"), code: .unmet, unmet: ["form-complete", "counterparts"],
            says: "not filled: Objective, Goals, Rationale", after: { try $0.draft(["title": "T"]) },
            asked: { _ in .advance("circulate", ["track": "work-programme"]) }),
        RefusalCase(
            "no counterpart", as: .proposer("FR"), code: .unmet, unmet: ["counterparts"],
            says: "no partner of Asia in \"organisers\", and no reason in \"counterpart_waiver\"",
            after: {
                var fields = Texts.initiative
                fields["organisers"] = [["partner": "FR"]]
                try $0.draft(fields)
            }, asked: { _ in .advance("circulate", ["track": "work-programme"]) }),
        RefusalCase(
            "tomorrow", as: .proposer("FR"), code: .badField, field: "decided_at", says: "is in the future",
            after: { try $0.draft() }, asked: { .advance("circulate", ["track": "work-programme"], at: $0.inDays(1)) }),
        RefusalCase(
            "circulated before there were partners", as: .proposer("FR"), code: .unmet, unmet: ["roster"],
            says: "no partner is a member on 1990-01-01", after: { try $0.draft() },
            asked: { _ in .advance("circulate", ["track": "work-programme"], at: World.instant("1990-01-01T00:00:00Z"))
            }),
        RefusalCase(
            "nobody to circulate it to", as: .proposer("FR"), code: .unmet, unmet: ["roster"],
            says: "no partner is a member on 2026-03-12",
            after: { world in
                try world.draft()
                for partner in world.registry.partnerOrder {
                    try world.change(.partnerLeft(id: partner, on: World.day("2026-03-12")))
                }
                world.wait(days: 2)
            }, asked: { .advance("circulate", ["track": "work-programme"], at: $0.inDays(-2)) }),
        RefusalCase(
            "before the return that it follows", as: .proposer("FR"), code: .unmet, unmet: ["decided-in-order"],
            says: "decided on 2026-03-10, before \"return to the proposer\" of 2026-03-11",
            after: {
                try $0.reachConsensus()
                try $0.act(World.move("return"), on: World.ref, as: .coordinator("ASEAN"))
            }, asked: { .advance("circulate", ["track": "work-programme"], at: $0.inDays(-1)) }),
        RefusalCase(
            "twice", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "the proposal is Circulated, and this starts from Drafted",
            after: {
                try $0.draft()
                try $0.circulate()
            }, asked: { _ in .advance("circulate", ["track": "work-programme"]) }),
        RefusalCase(
            "a state is skipped", as: .somLeader("DE"), code: .unmet, unmet: ["state", "consensus"],
            says: "the proposal is Circulated, and this starts from Consensus",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.holdSOM()
            }, asked: { _ in World.bless() }),
        RefusalCase(
            "confirmed by a SOM leader", as: .somLeader("DE"), code: .forbidden,
            says: "only a Regional Coordinator may confirm consensus",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.hearAll()
            }, asked: { _ in World.confirm() }),
        RefusalCase(
            "confirmed before the circulation", as: .coordinator("ASEAN"), code: .unmet,
            unmet: ["consensus", "decided-in-order"], says: "before \"circulate\" of 2026-03-10",
            after: {
                try $0.draft()
                try $0.circulate()
                try $0.hearAll()
            }, asked: { World.confirm(at: $0.inDays(-1)) }),
    ]

    static let blessing: [RefusalCase] = [
        RefusalCase(
            "no meeting", as: .somLeader("DE"), code: .unmet,
            unmet: ["input", "meeting-held", "decided-during-meeting"], says: "\"meeting\" must be given",
            after: { try blessed(&$0) }, asked: { _ in .advance("bless") }),
        RefusalCase(
            "a meeting nobody knows", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "som-1999 is not a meeting of this forum",
            after: { try blessed(&$0) }, asked: { _ in World.bless("som-1999") }),
        RefusalCase(
            "a meeting of ministers", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "fmm-2026 is a fmm, not a som",
            after: { try blessed(&$0) }, asked: { _ in World.bless("fmm-2026") }),
        RefusalCase(
            "a meeting only scheduled", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"],
            says: "som-2026-2 is only planned: record when it was held",
            after: { try blessed(&$0) }, asked: { _ in World.bless("som-2026-2") }),
        RefusalCase(
            "a meeting before the consensus", as: .somLeader("DE"), code: .unmet,
            unmet: ["consensus", "decided-in-order"], says: "before \"confirm consensus\" of 2026-03-11",
            after: { try blessed(&$0) },
            asked: { _ in World.bless("som-2025-2", at: World.instant("2025-11-05T10:00:00Z")) }),
        RefusalCase(
            "the day after the meeting", as: .somLeader("DE"), code: .unmet, unmet: ["decided-during-meeting"],
            says: "decided on 2026-03-29, but som-2026-1 was held on 2026-03-24 to 2026-03-25",
            after: {
                try blessed(&$0)
                $0.wait(days: 4)
            }, asked: { _ in World.bless() }),
        RefusalCase(
            "one's own partner's", as: .somLeader("FR"), code: .unmet, unmet: ["not-own-partner"],
            says: "FR proposed it, and may not decide on its own proposal", after: { try blessed(&$0) },
            asked: { _ in World.bless() }),
        RefusalCase(
            "one's own partner's, in an office of no partner", as: Office(role: "som-leader"), .proposer("FR"),
            code: .unmet, unmet: ["not-own-partner"], says: "FR proposed it", after: { try blessed(&$0) },
            asked: { _ in World.bless() }),
        RefusalCase(
            "a deferment to a meeting nobody knows", as: .somLeader("DE"), code: .unmet, unmet: ["meeting"],
            says: "som-1999 is not a meeting of this forum", after: { try blessed(&$0) },
            asked: { _ in .advance("defer", ["meeting": "som-1999", "reason": "R"]) }),
        RefusalCase(
            "a deferment without a reason", as: .somLeader("DE"), code: .unmet, unmet: ["input"],
            says: "\"reason\" must be given", after: { try blessed(&$0) },
            asked: { _ in .advance("defer", ["meeting": "som-2026-1"]) }),
        RefusalCase(
            "a return without a reason", as: .somLeader("DE"), code: .badField, field: "reason",
            says: "the text is empty", after: { try blessed(&$0) }, asked: { _ in World.move("return", "  ") }),
        RefusalCase(
            "a withdrawal after the blessing", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "this starts from Drafted or Circulated or Consensus", after: { try $0.reachBlessing() },
            asked: { _ in World.move("withdraw") }),
    ]
}
