import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import Testing

/// WHY and the act agree, wherever a proposal stands, whatever is done with it, whoever does it: nothing is unmet exactly when
/// it succeeds, and a refusal lists what WHY listed.
@Suite struct WhyAndAdvanceTests {
    static let actors = [
        "pr-FR", "pr-DE", "pr-JP", "pr-TH", "cp-FR", "cp-TH", "rc-ASEAN", "rc-EEAS", "som-TH", "som-FR", "board",
        "host",
        "auditor", "admin",
    ]

    @Test(.timeLimit(.minutes(60))) func everyActEverywhereByEverybody() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            var users: [String: User] = [:]
            for slug in Self.actors + ["cp-DE", "cp-JP"] { users[slug] = try await world.user(slug, of: "mini") }
            let stage = Stage(users: users, today: try await world.today())
            let number = Atomic(0)
            let tried = Atomic(0)
            try await pipelined(Standing.allCases, atOnce: 6) { standing in
                @Sendable func fresh() async throws -> String {
                    try await stage.make(standing, number.add(1, ordering: .relaxed).newValue)
                }
                var ref = try await fresh()
                for act in Act.allCases {
                    for slug in Self.actors {
                        for inputs in [act.inputs(stage.today), [:]] {
                            tried.add(1, ordering: .relaxed)
                            let isDone = try await attempt(act, inputs, ref, standing, try stage.user(slug))
                            if isDone { ref = try await fresh() }
                        }
                    }
                }
            }
            #expect(
                tried.load(ordering: .relaxed) == Standing.allCases.count * Act.allCases.count * Self.actors.count * 2)
        }
    }

    /// Asks why, then does it; answers whether it was done.
    private func attempt(
        _ act: Act, _ inputs: JSONObject, _ ref: String, _ standing: Standing, _ user: User
    ) async throws -> Bool {
        let why = try await user.ask("WHY \(ref) \(act.rawValue)", inputs)
        let done = try await user.ask(act.words(ref), inputs)
        let comment = Comment(rawValue: "\(user.account): \(act) of a \(standing) one with \(inputs.keys)")
        let slug = user.account.dropFirst("mini/".count)
        let isExpected = act.doers(standing).contains(String(slug)) && (act.needsNothing || !inputs.isEmpty)
        #expect((done.failure == nil) == isExpected, comment)
        guard let row = why.rows.first else {
            // Who may not see it learns the same from both.
            #expect(why.failure?.code == .notFound && done.failure?.code == .notFound, comment)
            return done.failure == nil
        }
        let unmet = (row["unmet"]?.array ?? []).compactMap { $0["requirement"]?.string }
        #expect(row["allowed"] == .bool(unmet.isEmpty), comment)
        #expect(unmet.isEmpty == (done.failure == nil), "\(comment): \(unmet) but \(done.result)")
        if let failure = done.failure {
            #expect(failure.code == (unmet.contains("role") ? .forbidden : .refused), comment)
            #expect(failure.unmetNames == unmet, comment)
            #expect(failure.object["unmet"] == row["unmet"], comment)
        }
        return done.failure == nil
    }
}
