import CanonicalJSON
import ImportFiles
import Lifecycle
import Terminal

/// A circulation as a mail that can be sent as it is: what is proposed, what is asked, by when, and how to answer.
struct PacketText {
    /// Mail is read in lines of at most so many columns.
    static let width = 72

    private let proposal: JSONObject
    private let labels: LifecycleLabels
    /// The rule's sentences with what the proposer declares to each, from WHY.
    private let checklist: [JSONObject]

    init(_ proposal: JSONObject, _ labels: LifecycleLabels, checklist: [JSONObject]) {
        self.proposal = proposal
        self.labels = labels
        self.checklist = checklist
    }

    /// The lines, or nil where nothing is circulated, or no longer.
    var lines: [String]? {
        guard proposal["round_open"]?.bool == true, labels.takesPositions(in: proposal["state"]?.string),
            let round = proposal["round"]?.integer
        else { return nil }
        let ref = TerminalText.line(proposal["ref"]?.string ?? "")
        let title = TerminalText.line(proposal["title"]?.string ?? "")
        let mark = proposal["mark"]?.string.map { "[\(TerminalText.line($0))] " } ?? ""
        var lines = paragraph(opening(ref, round))
        let heading = paragraph(title)
        let widest = heading.map(\.columns).max() ?? 0
        lines += [""] + heading + [String(repeating: "=", count: max(3, widest))]
        lines += ["", "Reference:   \(ref)", "Round:       \(round)"]
        if let track = proposal["track"]?.string {
            let label = TerminalText.line(labels.track(track)).wrapped(to: PacketText.width - 13)
            lines += label.enumerated().map { ($0.offset == 0 ? "Track:       " : "             ") + $0.element }
        }
        if let proposer = proposal["proposer"]?.string { lines.append("Proposer:    \(TerminalText.line(proposer))") }
        lines.append("Deadline:    " + (proposal["closes"]?.string.map { TimeText.minute($0) + " UTC" } ?? "none"))
        lines += ["Text digest:", "  " + TerminalText.line(proposal["text_digest"]?.string ?? "")]
        lines += fields
        lines += statements
        if hasPositions { lines += answering(ref, round) }
        return MailText.lines(subject: "\(mark)\(ref): \(title)", body: lines)
    }

    private var hasPositions: Bool { labels.hasPositions(on: proposal["track"]?.string) }

    private func opening(_ ref: String, _ round: Int64) -> String {
        let roster = proposal["roster"]?.integer ?? 0
        let again = round > 1 ? " again" : ""
        guard hasPositions else {
            return
                "The proposal below is circulated\(again) to the \(counted(roster, "partner")) for their information. No position "
                + "is asked for."
        }
        let closes = proposal["closes"]?.string.map { " Positions are asked for by \(TimeText.minute($0)) UTC." } ?? ""
        return
            "The proposal below is circulated\(again) to the \(counted(roster, "partner")).\(closes) A position is taken on this "
            + "very text; if it changes in substance, it will be circulated again."
    }

    private var fields: [String] {
        let given = proposal["fields"]?.object ?? JSONObject()
        let order = labels.fieldOrder.filter { given[$0] != nil }
        let keys = (order + given.keys.filter { !order.contains($0) }).filter { $0 != "title" }
        return keys.flatMap { key in
            let value = given[key].map(ValueText.text) ?? ""
            return [""] + paragraph(labels.field(key))
                + value.wrapped(to: PacketText.width - 2).map { $0.isEmpty ? "" : "  " + $0 }
        }
    }

    private var statements: [String] {
        guard !checklist.isEmpty else { return [] }
        var lines = ["", "The rule, and what bears on it", String(repeating: "-", count: 30)]
        for item in checklist {
            let text = TerminalText.line(item["text"]?.string ?? "")
            let lead = item["status"]?.string == "unmet" ? "[ ] " : item["status"]?.string == "met" ? "[x] " : "[-] "
            for (index, part) in text.wrapped(to: PacketText.width - 4).enumerated() {
                lines.append((index == 0 ? lead : "    ") + part)
            }
            let declared = (item["fields"]?.array ?? []).filter { $0["filled"]?.bool == true }.compactMap {
                $0["label"]?.string ?? $0["key"]?.string
            }
            if !declared.isEmpty {
                lines += paragraph("declared under: " + declared.joined(separator: ", "), margin: 4)
            }
            if item["judged"]?.bool == true { lines.append("    for partners to judge") }
        }
        return lines + ["", "[x] met   [-] declared, or for partners to judge   [ ] not met yet"]
    }

    private func answering(_ ref: String, _ round: Int64) -> [String] {
        let digest = TerminalText.line(String((proposal["text_digest"]?.string ?? "").prefix(12)))
        var lines = ["", "How to answer", String(repeating: "-", count: 13)]
        lines += paragraph(
            "With the server: chancery position \(ref) support --round \(round) --text \(digest) (or no-objection, "
                + "reservation, objection; the last two with --reason).")
        lines += paragraph(
            "By note or mail to your coordinator, who relays it: name the reference, the round, the first twelve digits of "
                + "the text digest, your position and, for a reservation or objection, its reason and what would lift it."
        )
        return lines
    }

    private func paragraph(_ text: String, margin: Int = 0) -> [String] {
        let space = String(repeating: " ", count: margin)
        return TerminalText.line(text).wrapped(to: PacketText.width - margin).map { space + $0 }
    }
}
