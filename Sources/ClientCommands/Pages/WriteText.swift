import CanonicalJSON
import ImportFiles
import Terminal

/// What a write of a proposal did, in a line or two.
struct WriteText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func lines(_ answer: JSONObject) -> [String] {
        var parts: [String] = []
        if let state = answer["state"]?.string { parts.append(TerminalText.line(state)) }
        if let version = answer["version"]?.integer { parts.append("version \(version)") }
        if let round = answer["round"]?.integer { parts.append("round \(round)") }
        if let invitation = answer["invitation"]?.integer { parts.append("invitation \(invitation)") }
        if let effect = answer["effect"]?.string, effect != "free" { parts.append(WriteText.effect(effect)) }
        let head = MarkText.prefix(answer, paint) + paint.bold(TerminalText.line(answer["ref"]?.string ?? "done"))
        var lines = [([head] + parts).joined(separator: paint.dot)]
        let events = (answer["events"]?.strings ?? []).map { TerminalText.line($0) }
        if answer["repeated"]?.bool == true {
            lines.append("  this key was already used for the same request; nothing changed")
        } else if events.isEmpty {
            lines.append("  nothing changed" + WriteText.stands(answer["stands"]?.object))
        } else {
            let when = answer["recorded_at"]?.string.map { " " + TimeText.minute($0) + " UTC" } ?? ""
            lines.append("  recorded\(when): " + events.joined(separator: ", "))
        }
        if let dropped = answer["deadline_dropped"]?.string {
            lines.append(
                "  the deadline \(TimeText.minute(dropped)) UTC was dropped: this round has none; set one with "
                    + "chancery deadline")
        }
        return lines + WriteText.kept(answer).map { "  " + $0 }
    }

    /// What is kept otherwise than it was written, a line for each field.
    static func kept(_ answer: JSONObject) -> [String] {
        (answer["kept_as"]?.object?.members ?? []).map { member in
            "\(TerminalText.line(member.key)) kept as: \(ValueText.line(member.value))"
        }
    }

    /// The position that was only said again.
    private static func stands(_ position: JSONObject?) -> String {
        guard let position, let stance = position["stance"]?.string else { return "" }
        let since = position["recorded_at"]?.string.map { ", recorded \(TimeText.minute($0)) UTC" } ?? ""
        let partner = TerminalText.line(position["partner"]?.string ?? "")
        return ": \(TerminalText.line(stance)) of \(partner) already stands\(since)"
    }

    /// What a revision did to the round.
    private static func effect(_ effect: String) -> String {
        switch effect {
        case "editorial": "editorial; positions stay, and it may be contested"
        case "closes-round": "the round is closed; circulate again"
        case "after-decision": "changed after the decision"
        case "none": "nothing changed"
        default: TerminalText.line(effect)
        }
    }
}
