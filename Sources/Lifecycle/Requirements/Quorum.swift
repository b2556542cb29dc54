package import CanonicalJSON
package import DefinitionTree
import Wording

/// Enough of the roster took a position that counts, on the present text: at least so many partners, or at least a share of them.
///
/// Silence is no presence: it is not counted, whatever the lifecycle's ``ConsensusRule`` makes of it.
package struct Quorum: Requirement {
    package static let name = "quorum"
    package static let parameterNames = ["count", "share"]

    /// How many there must be; nil where a share is asked for.
    package var count: Int?
    /// Which part of the roster there must be; nil where a number is asked for.
    package var share: Share?

    /// A part of a whole, written as `2/3`.
    package struct Share: Sendable, Hashable {
        package var numerator: Int
        package var denominator: Int

        /// Nil where the text is not a fraction above nothing and not above one, in numbers up to 1000.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 2, let numerator = parts[0], let denominator = parts[1],
                text == "\(numerator)/\(denominator)", 1...1000 ~= denominator, 1...denominator ~= numerator
            else { return nil }
            self.numerator = numerator
            self.denominator = denominator
        }

        /// The smallest number that is at least this part of a whole.
        func of(_ whole: Int) -> Int { (whole * numerator + denominator - 1) / denominator }

        package var text: String { "\(numerator)/\(denominator)" }
    }

    package enum Says: String, FindingSentence {
        case noRound = "no round is open on the present text: circulate it first"
        case present = "{present} of {roster} {roster|partner|partners} took a position that counts; {needed} needed"
        case tooFew =
            "{present} of {roster} {roster|partner|partners} took a position that counts, and at least {needed} must"
    }

    package init(count: Int) { self.count = count }
    package init(share: Share) { self.share = share }

    package init(_ with: MapReader) {
        if with.has("count") == with.has("share") {
            with.reading.fault(at: with.path, "\(with.what) need either \"count\" or \"share\"")
        }
        if with.has("count") { count = with.number("count", 1...100_000) }
        if with.has("share"), let text = with.text("share") {
            share = Share(text)
            if share == nil {
                with.fault("share", "\"share\" is a fraction such as 2/3, not above 1/1; \"\(text)\" is not one")
            }
        }
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        if let count { object.put("count", count) }
        object.put("share", share?.text ?? "")
        return object
    }

    package var restsOnRound: Bool { true }

    package func check(at place: RequirementPlace) {
        let rule = place.definition.consensus
        if place.checks.isWhole(.consensus), rule.counting.isEmpty {
            place.report("a quorum can never stand: no stance counts for consensus")
        }
        place.positions("a quorum")
    }

    package func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String] {
        let asked = forum.partners.count { lifecycle.positions.asks($0) }
        guard let count, count > asked else { return [] }
        return ["asks for a quorum of \(counted(count, "partner")), and there are \(asked)"]
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let round = act.circumstances.round, round.isOpen else { return unmet(.noRound, who: act.proposers) }
        let absent = round.roster.filter { partner in
            guard let position = round.positions[partner], position.stance != .tacit else { return true }
            return !act.definition.consensus.counts(position.stance)
        }
        let (roster, present) = (round.roster.count, round.roster.count - absent.count)
        let needed = count ?? share?.of(roster) ?? roster
        let values: [String: Reason.Value] = [
            "present": .number(present), "roster": .number(roster), "needed": .number(needed),
        ]
        return present >= needed
            ? met(.present, values)
            : unmet(.tooFew, values, who: act.definition.speakers(absent), subjects: absent)
    }
}
