import CanonicalJSON

/// A cooperation project to load, and how far it came.
struct Project: Sendable {
    var kind = "project"
    var pillar: String
    var cents: Int
    var action: String?
    var approved: String? = "2019-10-01"

    /// Projects whose amounts make a sum: all the same, but for the last.
    static func share(
        _ amount: String, among count: Int, _ make: (Int, Int) -> Project
    ) throws -> [Project] {
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : "00"
        guard fraction.count == 2, let sum = Int(parts[0] + fraction) else {
            throw Unexpected("\(amount) is not an amount")
        }
        let each = sum / count
        return (0..<count).map { make($0, $0 == count - 1 ? sum - each * (count - 1) : each) }
    }

    private var budget: JSONValue {
        let rest = String(cents % 100)
        return [
            "currency": "USD", "amount": .string("\(cents / 100)." + (rest.count == 1 ? "0" : "") + rest),
        ]
    }

    /// Takes it through the protocol: drafted and submitted, and, where it was approved, appraised, endorsed, approved.
    func enter(_ body: LoadedBody) async throws {
        var fields: JSONObject = [
            "title": "A project", "kind": .string(kind), "description": "What it is about.", "recurring": "no",
            "scope": "single-sector", "pillar": .string(pillar), "action_lines": ["a line"],
            "duration": "6-to-12-months", "starts": "2020-03-01", "ends": "2020-10-31",
            "participating": ["BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN"], "budget": budget,
            "funding_partners": ["a donor"], "implementing_agencies": [["partner": "LA"]], "sponsoring_body": ["AMME"],
        ]
        fields["iai_action"] = action.map(JSONValue.string)
        let ref = try await body.ok("proponent", "DRAFT \(body.forum)", fields)["ref"]?.string ?? ""
        let submitted: JSONValue = "2019-01-10T03:00:00Z"
        try await body.ok("proponent", "ADVANCE \(ref) submit", ["decided_at": submitted])
        guard let approved else { return }
        let moment = JSONValue.string(approved + "T03:00:00Z")
        try await body.ok(
            "desk", "REVISE \(ref)",
            [
                "code": .string(ref), "nature": "joint-effort", "intervention": "human-capacity-building",
                "approving_body": ["CPR"],
            ])
        try await body.ok(
            "desk", "ADVANCE \(ref) appraise",
            ["decided_at": submitted, "compliance": "complete", "relevance": "relevant"])
        for (office, move, decider) in [("sponsor", "endorse", "AMME"), ("approver", "approve", "CPR")] {
            try await body.ok(
                office, "ADVANCE \(ref) \(move)",
                [
                    "decided_at": moment, "body": .string(decider), "meeting_number": "1",
                    "meeting_date": .string(approved),
                ])
        }
    }
}
