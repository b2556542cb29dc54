import CanonicalJSON
import Proposals
import Testing

/// Facts, reports and notes that are refused, each with every requirement that is not met.
@Suite struct FactRefusalTests {
    @Test(arguments: reporting) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    static let reporting: [RefusalCase] = [
        RefusalCase(
            "published before the blessing", as: .infoboard, code: .unmet, unmet: ["state"],
            says: "the proposal is Consensus, and this starts from SOM-blessed", after: { try $0.reachConsensus() },
            asked: { _ in World.published }),
        RefusalCase(
            "published by the proposer", as: .proposer("FR"), code: .forbidden, says: "only the InfoBoard may record",
            after: { try $0.reachBlessing() }, asked: { _ in World.published }),
        RefusalCase(
            "published with a date before the blessing", as: .infoboard, code: .unmet, unmet: ["decided-in-order"],
            says: "before \"record SOM's blessing\" of 2026-03-25", after: { try $0.reachBlessing() },
            asked: {
                .fact(
                    "published", ["url": "https://example.org", "fields": ["title"]],
                    at: $0.inDays(-1))
            }),
        RefusalCase(
            "published when it has begun", as: .infoboard, code: .unmet, unmet: ["today-before"],
            says: "too late: it was to begin on 2026-06-01",
            after: {
                try $0.reachBlessing()
                $0.now = World.instant("2026-06-02T15:00:00Z")
            }, asked: { _ in World.published }),
        RefusalCase(
            "published twice over in one list", as: .infoboard, code: .badField, field: "fields",
            says: "title appears twice", after: { try $0.reachBlessing() },
            asked: { _ in .fact("published", ["url": "https://example.org", "fields": ["title", "title"]]) }),
        RefusalCase(
            "a field that is none", as: .infoboard, code: .badField, field: "fields",
            says: ", not \"contact\"", after: { try $0.reachBlessing() },
            asked: { _ in .fact("published", ["url": "https://example.org", "fields": ["contact"]]) }),
        RefusalCase(
            "an unknown fact", as: .infoboard, code: .notFound, says: "has no fact \"cancelled\"",
            after: { try $0.reachBlessing() }, asked: { _ in .fact("cancelled", [:]) }),
        RefusalCase(
            "implemented tomorrow", as: .proposer("FR"), code: .unmet, unmet: ["dates-not-in-future"],
            says: "2026-06-03 is still to come", after: { try $0.reachBlessing() }, asked: { _ in World.implemented }),
        RefusalCase(
            "implemented backwards", as: .proposer("FR"), code: .unmet, unmet: ["dates-in-order"],
            says: "\"ends\" is before \"starts\"", after: { try $0.reachBlessing() },
            asked: { _ in .fact("implemented", ["starts": "2026-03-20", "ends": "2026-03-19"]) }),
        RefusalCase(
            "implemented without dates", as: .proposer("FR"), code: .unmet, unmet: ["inputs-with"],
            says: "with \"status\" held, \"starts\", \"ends\" must be given", after: { try $0.reachBlessing() },
            asked: { _ in .fact("implemented", [:]) }),
        RefusalCase(
            "postponed without a reason", as: .proposer("FR"), code: .unmet, unmet: ["inputs-with"],
            says: "\"reason\" must be given", after: { try $0.reachBlessing() },
            asked: { _ in .fact("implemented", ["status": "postponed"]) }),
        RefusalCase(
            "implemented before it is blessed", as: .proposer("FR"), code: .unmet, unmet: ["on-track"],
            says: "only for the track information",
            after: {
                try $0.draft()
                try $0.circulate()
            }, asked: { _ in .fact("implemented", ["starts": "2026-03-01", "ends": "2026-03-01"]) }),
        RefusalCase(
            "reported before it was implemented", as: .proposer("FR"), code: .unmet,
            unmet: ["fact-recorded", "meeting-after-fact"], says: "\"implemented\" is not recorded",
            after: {
                try $0.reachBlessing()
                try $0.holdSecondSOM()
            }, asked: { _ in World.report }),
        RefusalCase(
            "reported though it was cancelled", as: .proposer("FR"), code: .unmet,
            unmet: ["fact-recorded", "meeting-after-fact"], says: "\"implemented\" is recorded as cancelled",
            after: {
                try $0.reachBlessing()
                try $0.holdSecondSOM()
                try $0.act(
                    .fact("implemented", ["status": "cancelled", "reason": "R"]), on: World.ref, as: .proposer("FR"))
            }, asked: { _ in World.report }),
        RefusalCase(
            "reported to a SOM before it", as: .proposer("FR"), code: .unmet, unmet: ["meeting-after-fact"],
            says: "som-2026-1 ended on 2026-03-25, before the last day, 2026-06-03",
            after: {
                try $0.reachBlessing()
                $0.now = World.instant("2026-06-10T09:00:00Z")
                try $0.act(World.implemented, on: World.ref, as: .proposer("FR"))
            },
            asked: { _ in
                var inputs = World.outcomes
                inputs["meeting"] = "som-2026-1"
                return .advance("report", inputs)
            }),
        RefusalCase(
            "reported with nothing", as: .proposer("DE"), .proposer("VN"), code: .unmet,
            unmet: ["input", "input", "input", "input", "fact-recorded", "meeting-held", "meeting-after-fact"],
            says: "\"outcomes\" must be given", after: { try $0.reachBlessing() }, asked: { _ in .advance("report") }),
        RefusalCase(
            "nobody took part", as: .proposer("FR"), code: .badField, field: "partners_participating",
            says: "give a number of partners from 1 to 53", after: { try $0.reachBlessing() },
            asked: { _ in .advance("report", ["partners_participating": 0]) }),
        RefusalCase(
            "more took part than there are", as: .proposer("FR"), code: .badField, field: "partners_participating",
            says: "54 partners cannot take part: 53 stood on the roster", after: { try $0.reachBlessing() },
            asked: { _ in .advance("report", World.outcomes.merging("partners_participating", 54)) }),
        RefusalCase(
            "implemented between consensus and blessing", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "the proposal is Consensus", after: { try $0.reachConsensus() },
            asked: { _ in .fact("implemented", ["starts": "2026-03-01", "ends": "2026-03-01"]) }),
        RefusalCase(
            "a page on another machine's disk", as: .infoboard, code: .badField, field: "url",
            says: "it does not begin with https:// or http://", after: { try $0.reachBlessing() },
            asked: { _ in .fact("published", ["url": "file:///etc/passwd", "fields": ["title"]]) }),
        RefusalCase(
            "an address too long", as: .infoboard, code: .badField, field: "url", says: "at most 2000",
            after: { try $0.reachBlessing() },
            asked: { _ in
                let url = "https://example.org/" + String(repeating: "a", count: 2000)
                return .fact("published", ["url": .string(url), "fields": ["title"]])
            }),
        RefusalCase(
            "a fact that stands once", league: true, as: .mover("VEN"), code: .unmet, unmet: ["fact-absent"],
            says: "is already recorded and stands once",
            after: {
                try $0.reachAgreement()
                try $0.holdMoot()
                try $0.act(World.seal, on: World.charter, as: .doge("GEN"))
                try $0.act(.fact("opened", ["day": "2026-04-10"]), on: World.charter, as: .mover("VEN"))
            }, asked: { _ in .fact("opened", ["day": "2026-04-10"]) }),
        RefusalCase(
            "a note of an auditor", as: .auditor, code: .forbidden, says: "an auditor changes nothing",
            after: { try $0.draft() }, asked: { _ in .note("N", decidedAt: nil) }),
        RefusalCase(
            "an empty note", as: .contactPoint("FR"), code: .badField, field: "text", says: "the text is empty",
            after: { try $0.draft() }, asked: { _ in .note("\u{200B}\n", decidedAt: nil) }),
        RefusalCase(
            "a note that looks like a commitment", as: .contactPoint("FR"), code: .badField, field: "text",
            says: "must not begin with", after: { try $0.draft() }, asked: { _ in .note(Texts.contact, decidedAt: nil) }
        ),
        RefusalCase(
            "a note too long", as: .contactPoint("FR"), code: .badField, field: "text", says: "at most 8000",
            after: { try $0.draft() }, asked: { _ in .note(String(repeating: "n", count: 8001), decidedAt: nil) }),
    ]
}
