import CanonicalJSON

/// What is told of an activity, step by step, and what a list says of it then. Its text plans 1 and 2 March 2099.
struct ToldActivity: Sendable {
    let name: String
    let steps: [Step]
    let standing: String
    /// Its days as they are now; nil where none are known.
    let days: [String]?
    /// Whether the days of the text hold no longer.
    let isLapsed: Bool

    enum Step: Sendable {
        case implemented(JSONObject)
        case revised(JSONObject)
    }

    /// Every way of telling it, and each of them after another.
    static func all(held first: String, _ last: String) -> [ToldActivity] {
        let held: JSONObject = ["starts": .string(first), "ends": .string(last)]
        let later: JSONObject = ["starts": "2099-09-01", "ends": "2099-09-03"]
        let latest: JSONObject = ["starts": "2099-12-01", "ends": "2099-12-01"]
        let cancelled: JSONObject = ["status": "cancelled", "reason": "No funds."]
        func postponed(_ days: JSONObject = [:]) -> Step {
            var inputs = days
            inputs["status"] = "postponed"
            inputs["reason"] = "A flood."
            return .implemented(inputs)
        }
        let (old, new) = (["2099-03-01", "2099-03-02"], ["2099-09-01", "2099-09-03"])
        return [
            .init("held", [.implemented(held)], "held", [first, last], false),
            .init("postponed", [postponed(later)], "postponed", new, true),
            .init("postponed, until when is not known", [postponed()], "postponed", nil, true),
            .init(
                "postponed twice", [postponed(later), postponed(latest)], "postponed", ["2099-12-01", "2099-12-01"],
                true),
            .init("postponed, then revised", [postponed(), .revised(later)], "postponed", new, false),
            .init(
                "postponed, revised, and revised back",
                [postponed(latest), .revised(later), .revised(["starts": "2099-03-01", "ends": "2099-03-02"])],
                "postponed",
                ["2099-12-01", "2099-12-01"], true),
            .init("postponed, then held", [postponed(later), .implemented(held)], "held", [first, last], true),
            .init("cancelled", [.implemented(cancelled)], "cancelled", old, false),
            .init("postponed, then cancelled", [postponed(later), .implemented(cancelled)], "cancelled", new, true),
            .init(
                "postponed, until when is not known, then cancelled", [postponed(), .implemented(cancelled)],
                "cancelled",
                nil, true),
        ]
    }

    private init(_ name: String, _ steps: [Step], _ standing: String, _ days: [String]?, _ isLapsed: Bool) {
        (self.name, self.steps, self.standing, self.days, self.isLapsed) = (name, steps, standing, days, isLapsed)
    }

    /// Circulates an activity for information and tells it; answers its ref.
    @discardableResult
    func tell(as proposer: User, of forum: String, _ number: Int) async throws -> String {
        let drafted = try await proposer.ok("DRAFT \(forum)", Activity.complete(Activity.title(number)))
        guard let ref = drafted["ref"]?.string else { throw Unexpected("no ref") }
        try await proposer.ok("ADVANCE \(ref) circulate", ["track": "information"])
        for step in steps {
            switch step {
            case .implemented(let inputs): try await proposer.ok("IMPLEMENTED \(ref)", inputs)
            case .revised(var fields):
                fields["kind"] = "substantive"
                try await proposer.ok("REVISE \(ref)", fields)
            }
        }
        return ref
    }
}
