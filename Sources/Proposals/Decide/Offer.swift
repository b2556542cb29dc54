package import CanonicalJSON
package import CivilTime
package import Lifecycle

/// One act as somebody could make it now: what its actor gives with it, and what is missing all the same.
///
/// It is found by judging the act, with values that would do, exactly as the act itself is judged: what is offered as possible is
/// accepted with those values, and what is missing is what it is refused for.
package struct Offer: Sendable {
    /// What the actor gives.
    package var needs: [Need]
    /// When the act was decided, where now would not do.
    package var decidedAt: Instant?
    package var verdict: Verdict

    package var isPossible: Bool { verdict.isAllowed }
    package var missing: [Finding] { verdict.unmet }

    /// One input, with a value that the act was judged with.
    package struct Need: Sendable {
        package var input: InputDefinition
        package var value: JSONValue

        /// Whether any value of its type does as well; if not, the one shown was looked for.
        package var isFree: Bool {
            switch input.type {
            case .text, .address, .changes, .fieldKeys, .money: true
            case .date, .instant, .integer, .choice, .track, .meeting, .partner, .partnerCount: false
            }
        }
    }
}

/// What is tried to find an offer.
struct Attempt {
    var inputs: JSONObject = [:]
    var decidedAt: Instant?
    var verdict: Verdict

    /// Fewer unmet conditions are better; of equal ones the first that was tried stands.
    func isBetter(than other: Attempt?) -> Bool {
        other.map { verdict.unmet.count < $0.verdict.unmet.count } ?? true
    }

    func offer(_ definitions: [InputDefinition]) -> Offer {
        let needs = definitions.compactMap { input in inputs[input.key].map { Offer.Need(input: input, value: $0) } }
        return Offer(needs: needs, decidedAt: decidedAt, verdict: verdict)
    }
}
