import CanonicalJSON

/// A way to a state, after one of the beginnings by which what may be read of a draft differs.
struct Route: Sendable, CustomStringConvertible {
    enum Beginning: String, CaseIterable {
        case neverCirculated, returned, recalled
    }

    enum End: String, CaseIterable {
        case drafted, circulated, consensus, blessed, published, reported, cancelled, withdrawn, withdrawnLate
    }

    var beginning: Beginning
    var end: End

    static let all = Beginning.allCases.flatMap { beginning in
        End.allCases.map { Route(beginning: beginning, end: $0) }
    }

    var description: String { "\(end.rawValue) after \(beginning.rawValue)" }

    /// Goes it with a draft of FR's that DE and JP organise.
    func go(_ world: World, _ title: String) async throws -> String {
        let proposer = try await world.user("pr-FR", of: "mini")
        let drafted = try await proposer.ok("DRAFT mini", Activity.complete(title))
        guard let ref = drafted["ref"]?.string else { throw Unexpected("no ref in \(drafted)") }
        func circulate() async throws {
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
        }
        switch beginning {
        case .neverCirculated: break
        case .returned:
            try await circulate()
            try await act("rc-ASEAN", "ADVANCE \(ref) return", ["reason": "Not yet."], world)
        case .recalled:
            try await circulate()
            try await proposer.ok("ADVANCE \(ref) recall", ["reason": "Too early."])
        }
        switch end {
        case .drafted: break
        case .withdrawn: try await proposer.ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
        case .circulated: try await circulate()
        case .withdrawnLate:
            try await circulate()
            try await proposer.ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
        case .consensus, .blessed, .published, .reported, .cancelled:
            try await circulate()
            try await goOn(ref, world, proposer)
        }
        await proposer.leave()
        return ref
    }

    private func goOn(_ ref: String, _ world: World, _ proposer: User) async throws {
        for partner in try Seed.partners("mini") {
            try await act("cp-\(partner)", "POSITION \(ref) support", nil, world)
        }
        try await act("rc-ASEAN", "ADVANCE \(ref) confirm", nil, world)
        guard end != .consensus else { return }
        try await act("som-TH", "ADVANCE \(ref) bless", ["meeting": "SOM-1"], world)
        let today = try await world.today()
        switch end {
        case .published:
            try await act(
                "board", "PUBLISH \(ref)", ["url": "https://example.org", "fields": ["title", "location"]], world)
        case .reported:
            try await proposer.ok("IMPLEMENTED \(ref)", Act.implemented.inputs(today))
            try await proposer.ok("ADVANCE \(ref) report", Act.report.inputs(today))
        case .cancelled:
            try await proposer.ok("IMPLEMENTED \(ref)", ["status": "cancelled", "reason": "No funds."])
            try await proposer.ok("ADVANCE \(ref) close")
        case .drafted, .circulated, .consensus, .blessed, .withdrawn, .withdrawnLate: break
        }
    }

    private func act(_ slug: String, _ words: String, _ object: JSONObject?, _ world: World) async throws {
        let user = try await world.user(slug, of: "mini")
        try await user.ok(words, object)
        await user.leave()
    }
}
