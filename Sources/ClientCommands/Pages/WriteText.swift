import CanonicalJSON
import ImportFiles
import LineProtocol
import Proposals
import Terminal

/// What a write of a proposal did, in a line or two.
struct WriteText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func lines(_ answer: some ProposalReply) -> [String] {
        let (proposal, change) = (answer.proposal, answer.proposal.change)
        var parts: [String] = []
        if let state = proposal.state { parts.append(TerminalText.line(state)) }
        if let version = proposal.version { parts.append("version \(version)") }
        if let round = proposal.round { parts.append("round \(round)") }
        if let invitation = answer.invitation { parts.append("invitation \(invitation)") }
        if let effect = answer.effect, effect != "free" { parts.append(WriteText.effect(effect)) }
        let head = MarkText.prefix(change.mark, paint) + paint.bold(TerminalText.line(proposal.ref))
        var lines = [([head] + parts).joined(separator: paint.dot)]
        let events = (change.events ?? []).map { TerminalText.line($0) }
        if change.place.isRepeated {
            lines.append("  this key was already used for the same request; nothing changed")
        } else if events.isEmpty {
            lines.append("  nothing changed" + (answer.stands.map(WriteText.stands) ?? ""))
        } else {
            let when = proposal.recordedAt.map { " " + TimeText.minute($0) + " UTC" } ?? ""
            lines.append("  recorded\(when): " + events.joined(separator: ", "))
        }
        if let dropped = proposal.deadlineDropped {
            lines.append(
                "  the deadline \(TimeText.minute(dropped)) UTC was dropped: this round has none; set one with "
                    + "chancery deadline")
        }
        return lines + (WriteText.kept(answer.keptAs) + WriteText.alike(answer.looksLike)).map { "  " + $0 }
    }

    /// What is kept otherwise than it was written, a line for each field.
    static func kept(_ fields: JSONObject?) -> [String] {
        (fields?.members ?? []).map { member in
            "\(TerminalText.line(member.key)) kept as: \(ValueText.line(member.value))"
        }
    }

    /// What a new proposal looks like, a line for each.
    static func alike(_ proposals: [LikelyDuplicate]?) -> [String] {
        (proposals ?? []).map { "looks like \(TerminalText.line($0.ref)): \(TerminalText.line($0.title))" }
    }

    /// The position that was only said again.
    private static func stands(_ position: Verbs.Position.Standing) -> String {
        let since = position.recordedAt.map { ", recorded \(TimeText.minute($0)) UTC" } ?? ""
        let partner = TerminalText.line(position.partner)
        return ": \(TerminalText.line(position.stance)) of \(partner) already stands\(since)"
    }

    /// What a revision did to the round.
    private static func effect(_ effect: String) -> String {
        switch RevisionEffect(rawValue: effect) {
        case .editorial: "editorial; positions stay, and it may be contested"
        case .closesRound: "the round is closed; circulate again"
        case .afterDecision: "changed after the decision"
        case .free: TerminalText.line(effect)
        case nil: effect == "none" ? "nothing changed" : TerminalText.line(effect)
        }
    }
}
