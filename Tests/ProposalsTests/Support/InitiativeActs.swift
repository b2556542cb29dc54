import CanonicalJSON
import Proposals

/// What is asked of each scene of the initiative's lifecycle.
enum InitiativeActs {
    static let meetings: [String?] = [nil, "som-1999", "fmm-2026", "som-2025-2", "som-2026-1", "som-2026-2"]

    static func all() -> [Act] {
        circulations() + decisions() + reasons() + reports() + facts()
    }

    private static func circulations() -> [Act] {
        var acts: [Act] = []
        for track in [nil, "work-programme", "information"] {
            for closes in [nil, Act.past] {
                for alike in [[], ["ASEM-2020-0001"]] {
                    var inputs: JSONObject = [:]
                    inputs["track"] = track.map { .string($0) }
                    inputs["closes"] = closes.map { .string($0) }
                    let missing = track == nil ? ["track"] : []
                    acts.append(Act(id: "circulate", inputs: inputs, missing: missing, alike: alike))
                    acts.append(Act(id: "recirculate", inputs: inputs, missing: ["reason"], alike: alike))
                    inputs["reason"] = "R"
                    acts.append(Act(id: "recirculate", inputs: inputs, alike: alike))
                }
            }
        }
        let ahead: JSONObject = ["track": "information", "closes": .string(Act.ahead), "reason": "R"]
        acts.append(Act(id: "recirculate", inputs: ahead))
        acts.append(Act(id: "circulate", inputs: ["track": "information"], decidedAt: Act.early))
        acts.append(Act(id: "recirculate", inputs: ["reason": "R"], decidedAt: Act.early))
        return acts
    }

    private static func decisions() -> [Act] {
        var acts = [
            Act(id: "confirm", inputs: [:]), Act(id: "confirm", inputs: [:], decidedAt: Act.early),
        ]
        for meeting in meetings {
            var inputs: JSONObject = [:]
            inputs["meeting"] = meeting.map { .string($0) }
            let missing = meeting == nil ? ["meeting"] : []
            for moment in [nil, Act.early, "2026-03-24T12:00:00Z", "2025-11-05T12:00:00Z"] {
                acts.append(Act(id: "bless", inputs: inputs, missing: missing, decidedAt: moment))
            }
            acts.append(Act(id: "defer", inputs: inputs, missing: missing + ["reason"]))
            inputs["reason"] = "R"
            acts.append(Act(id: "defer", inputs: inputs, missing: missing))
            acts.append(Act(id: "defer", inputs: inputs, missing: missing, decidedAt: Act.early))
        }
        return acts
    }

    private static func reasons() -> [Act] {
        [
            Act(id: "close", inputs: [:]), Act(id: "close", inputs: ["reason": "R"]),
            Act(id: "close", inputs: [:], decidedAt: Act.early),
        ]
            + ["return", "withdraw", "recall"].flatMap { id in
                [
                    Act(id: id, inputs: ["reason": "R"]), Act(id: id, inputs: [:], missing: ["reason"]),
                    Act(id: id, inputs: ["reason": "R"], decidedAt: Act.early),
                ]
            }
    }

    private static func reports() -> [Act] {
        var acts: [Act] = []
        for meeting in meetings {
            for left in meeting == "som-2026-2" ? [nil, "outcomes", "partners_participating", "channel"] : [nil] {
                var inputs = World.outcomes
                inputs["meeting"] = meeting.map { .string($0) }
                if let left { inputs[left] = nil }
                let missing = (meeting == nil ? ["meeting"] : []) + (left.map { [$0] } ?? [])
                acts.append(Act(id: "report", inputs: inputs, missing: missing))
            }
        }
        return acts + [Act(id: "report", inputs: World.outcomes, decidedAt: Act.early)]
    }

    private static func facts() -> [Act] {
        let published: JSONObject = ["url": "https://example.org", "fields": ["title"]]
        let held: JSONObject = ["starts": "2026-03-20", "ends": "2026-03-21"]
        return [
            Act(id: "published", isFact: true, inputs: published),
            Act(id: "published", isFact: true, inputs: [:], missing: ["url", "fields"]),
            Act(id: "published", isFact: true, inputs: published, decidedAt: Act.early),
            Act(id: "implemented", isFact: true, inputs: held),
            Act(id: "implemented", isFact: true, inputs: ["starts": "2026-03-22", "ends": "2026-03-21"]),
            Act(id: "implemented", isFact: true, inputs: ["starts": "2030-01-01", "ends": "2030-01-02"]),
            Act(id: "implemented", isFact: true, inputs: ["starts": "2026-03-20"]),
            Act(id: "implemented", isFact: true, inputs: ["status": "postponed", "reason": "R"]),
            Act(
                id: "implemented", isFact: true,
                inputs: ["status": "postponed", "reason": "R", "starts": "2030-01-01", "ends": "2030-01-02"]),
            Act(
                id: "implemented", isFact: true,
                inputs: ["status": "postponed", "reason": "R", "starts": "2030-01-02", "ends": "2030-01-01"]),
            Act(id: "implemented", isFact: true, inputs: ["status": "cancelled"]),
            Act(id: "implemented", isFact: true, inputs: held, decidedAt: Act.early),
            Act(id: "interest", isFact: true, inputs: ["message": "We would like to host a part."]),
            Act(id: "interest", isFact: true, inputs: [:], decidedAt: Act.early),
            Act(id: "interest-answered", isFact: true, inputs: ["partner": "FR", "answer": "Gladly."]),
            Act(id: "interest-answered", isFact: true, inputs: ["answer": "Gladly."], missing: ["partner"]),
        ]
    }
}
