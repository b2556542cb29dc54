import CanonicalJSON
import Foundation
import TestSupport
import Testing

/// SHOW, ADVANCE and POSITION of one proposal, asked by many at once through two servers in two processes on one database: what is answered
/// could have been answered one after the other.
@Suite(.timeLimit(.minutes(60))) struct LinearizabilityTests {
    /// So many histories where CHANCERY_HISTORIES says a number.
    private static let histories = ProcessInfo.processInfo.environment["CHANCERY_HISTORIES"].flatMap { Int($0) } ?? 10
    private static let operations = 200
    private static let slugs = ProposalModel.partners.map { "cp-\($0)" } + ["rc-ASEAN", "pr-FR"]

    @Test func whatTwoServersAnswerHappenedInOneOrder() async throws {
        try await World.with { world in
            let servers = [
                try await ServeProcess.start(["--database", world.database.conninfo()]),
                try await ServeProcess.start(["--database", world.database.conninfo()]),
            ]
            defer { for server in servers { server.kill9() } }
            var lanes: [ProposalHistory.Lane] = []
            for server in servers {
                for slug in Self.slugs {
                    lanes.append(.init(slug: slug, user: try await server.user(slug, of: "mini")))
                }
            }
            try await pipelined(Array(0..<Self.histories), atOnce: 4) { [lanes] number in
                let proposer = try #require(lanes.last).user
                let draft = try await proposer.ok("DRAFT mini", Activity.complete(Activity.title(number)))
                let history = ProposalHistory(try #require(draft["ref"]?.string))
                try await history.run(lanes, count: Self.operations, seed: UInt64(number))
                Self.check(history.operations, number)
            }
        }
    }

    private static func check(_ history: [Timed<ProposalModel.Operation>], _ number: Int) {
        #expect(history.count == operations)
        guard let order = Linearization<ProposalModel>.order(history, from: .init()) else {
            Issue.record("history \(number) has no order:\n\(lines(history))")
            return
        }
        let done = history.compactMap { operation in
            if case .done(let version, _) = operation.operation.answer { version } else { nil }
        }
        // A history in which little was done, or nothing at the same time, shows too little.
        #expect(done.count > 20, "history \(number): \(done.count) acts")
        let overlapping = history.count { one in history.contains { $0.asked < one.asked && one.asked < $0.answered } }
        #expect(overlapping > operations / 4, "history \(number): \(overlapping) were asked while another was open")
        // The same with one more look, after everything else, that saw what stood before the last act; one that saw what stands is right.
        let states = states(history, order)
        let end = (history.map(\.answered).max() ?? 0) + 1
        for (state, isRight) in zip(states.suffix(2), [false, true]) {
            let look = ProposalModel.Operation(act: .show, answer: .shown(state))
            let longer = history + [Timed(operation: look, asked: end, answered: end + 1)]
            #expect(
                (Linearization<ProposalModel>.order(longer, from: .init()) != nil) == isRight,
                "history \(number), a look at \(state)")
        }
    }

    /// What stood one after the other, in an order that explains a history.
    private static func states(
        _ history: [Timed<ProposalModel.Operation>], _ order: [Int]
    ) -> [ProposalModel.State] {
        order.reduce(into: [ProposalModel.State()]) { states, place in
            guard let before = states.last,
                let after = ProposalModel.state(after: history[place].operation, in: before), after != before
            else { return }
            states.append(after)
        }
    }

    private static func lines(_ history: [Timed<ProposalModel.Operation>]) -> String {
        history.sorted { $0.asked < $1.asked }
            .map { "\($0.asked)-\($0.answered) \($0.operation.act) \($0.operation.answer)" }.joined(separator: "\n")
    }

    /// The model's own rules on short histories, right ones and wrong ones.
    @Test func theModelTellsRightFromWrong() {
        typealias Act = ProposalModel.Act
        typealias Answer = ProposalModel.Answer
        func isPossible(_ operations: (Act, Answer)...) -> Bool {
            let history = operations.enumerated().map { index, operation in
                Timed(
                    operation: ProposalModel.Operation(act: operation.0, answer: operation.1), asked: 2 * index,
                    answered: 2 * index + 1)
            }
            return Linearization<ProposalModel>.order(history, from: .init()) != nil
        }
        let circulated: (Act, Answer) = (.advance("circulate"), .done(version: 2, stage: "circulated"))
        let supported: (Act, Answer) = (.position("DE", stance: "support"), .done(version: 3, stage: "circulated"))
        let shown = ProposalModel.State(version: 3, stage: "circulated", positions: ["DE": "support"])
        let returned: (Act, Answer) = (.advance("return"), .done(version: 3, stage: "drafted"))
        #expect(isPossible(circulated, supported, (.show, .shown(shown))))
        #expect(isPossible((.advance("confirm"), .refused), circulated, (.advance("confirm"), .refused)))
        #expect(isPossible(circulated, supported, supported))
        // An acknowledged position that is not shown; one that was never taken; a stale version.
        #expect(!isPossible(circulated, supported, (.show, .shown(.init(version: 3, stage: "circulated")))))
        #expect(!isPossible(circulated, (.show, .shown(shown))))
        #expect(!isPossible(circulated, supported, (.show, .shown(.init(version: 2, stage: "circulated")))))
        // Two moves from one state, a refusal without a reason, a consensus of one.
        #expect(!isPossible(circulated, circulated))
        #expect(!isPossible((.advance("circulate"), .refused)))
        // An insider is always shown a draft; nobody is refused what would be done, or is told that it is not there once it was circulated.
        #expect(!isPossible((.show, .notFound)) && !isPossible((.show, .refused)))
        #expect(isPossible(circulated, returned, (.show, .shown(.init(version: 3)))))
        #expect(!isPossible(circulated, returned, (.show, .notFound)))
        // To anybody else a draft is not there, whatever is asked of it.
        for (act, answer) in [(Act.show, Answer.notFound), (.advance("confirm"), .notFound)] {
            #expect(ProposalModel.state(after: .init(act: act, isInsider: false, answer: answer), in: .init()) != nil)
            #expect(ProposalModel.state(after: .init(act: act, isInsider: false, answer: answer), in: shown) == nil)
        }
        for answer in [Answer.refused, .shown(.init())] {
            #expect(
                ProposalModel.state(after: .init(act: .show, isInsider: false, answer: answer), in: .init()) == nil)
        }
        #expect(!isPossible(circulated, supported, (.advance("confirm"), .done(version: 4, stage: "consensus"))))
        // A version that was left out.
        #expect(!isPossible(circulated, (.position("DE", stance: "support"), .done(version: 4, stage: "circulated"))))
    }
}
