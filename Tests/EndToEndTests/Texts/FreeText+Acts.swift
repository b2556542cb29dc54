import CanonicalJSON
import CivilTime
import LineClient

extension FreeText {
    /// What is written with an act on a proposal. Inputs of the lifecycle have its limits, 4000 code points if it names none.
    static let acts: [FreeText] = [
        act("NOTE text", .text, 8000, .circulated, by: "cp-DE") { "NOTE \($0)" },
        position("reason"), position("resolves"),
        deadline,
        act("INVITE invitee", .name, 500, .circulated, by: "pr-FR", ["event": "The opening"]) { "INVITE \($0)" },
        act("INVITE event", .name, 500, .circulated, by: "pr-FR", ["invitee": "A commission"]) { "INVITE \($0)" },
        act("ADVANCE recirculate reason", .text, 4000, .circulated, by: "pr-FR") { "ADVANCE \($0) recirculate" },
        act("ADVANCE defer reason", .text, 4000, .consensus, by: "som-FR", ["meeting": "SOM-1"]) {
            "ADVANCE \($0) defer"
        },
        act("RECORD interest message", .text, 4000, .circulated, by: "cp-JP") { "RECORD \($0) interest" },
        act("RECORD interest-answered answer", .text, 4000, .circulated, by: "pr-FR", ["partner": "JP"]) {
            "RECORD \($0) interest-answered"
        },
        act(
            "RECORD implemented reason", .text, 4000, .information, by: "pr-FR",
            ["status": "postponed", "starts": "2099-05-01"]
        ) { "IMPLEMENTED \($0)" },
        act(
            "RECORD implemented outcomes", .text, 12000, .information, by: "pr-FR",
            ["status": "postponed", "reason": "Rain.", "starts": "2099-05-01"]
        ) { "IMPLEMENTED \($0)" },
        act("ADVANCE return reason", .text, 4000, .circulated, by: "rc-ASEAN", again: "circulate") {
            "ADVANCE \($0) return"
        },
        act("ADVANCE recall reason", .text, 4000, .circulated, by: "pr-FR", again: "circulate") {
            "ADVANCE \($0) recall"
        },
    ]

    /// The last word of the name is the member that takes the text; `again` is what the proposer does to stand where it stood before.
    private static func act(
        _ name: String, _ place: Place, _ limit: Int, _ stage: Stage, by slug: String, _ object: JSONObject = [:],
        again: String? = nil, _ words: @escaping @Sendable (String) -> String
    ) -> FreeText {
        let member = name.split(separator: " ").last.map(String.init) ?? ""
        return FreeText(name: name, place: place, limit: limit, stage: stage) { scene, text, _ in
            var object = object
            object[member] = .string(text)
            let answer = try await scene.user(slug).ask(words(scene.ref), object)
            if let again, answer.failure == nil {
                try await scene.user("pr-FR").ok("ADVANCE \(scene.ref) \(again)", ["track": "work-programme"])
            }
            return try scene.proposal(answer)
        }
    }

    /// Each time it is moved to a later hour.
    private static let deadline = FreeText(name: "DEADLINE reason", place: .text, limit: 8000, stage: .circulated) {
        scene, text, number in
        let day = CivilDate(year: 2030, month: 1, day: 2)?.adding(days: number / 24)
        let hour = number % 24 < 10 ? "0\(number % 24)" : "\(number % 24)"
        return try scene.proposal(
            try await scene.user("pr-FR").ask(
                "DEADLINE \(scene.ref)",
                ["closes": .string("\(day?.description ?? "")T\(hour):00:00Z"), "reason": .string(text)]))
    }

    private static func position(_ member: String) -> FreeText {
        act(
            "POSITION \(member)", .text, 8000, .circulated, by: "cp-TH",
            member == "reason" ? [:] : ["reason": "The cost."]
        ) {
            "POSITION \($0) objection"
        }
    }
}
