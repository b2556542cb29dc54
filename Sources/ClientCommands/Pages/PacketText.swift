import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal
import Wording

/// A circulation as a mail that can be sent as it is: what is proposed, what is asked, by when, and how to answer.
struct PacketText {
    /// Mail is read in lines of at most so many columns.
    static let width = 72

    private let proposal: ShownProposal
    private let record: ShownRecord
    private let labels: LifecycleLabels
    /// The rule's sentences with what the proposer declares to each, from WHY.
    private let checklist: [Verbs.Why.Sentence]

    init(_ proposal: ShownProposal, _ labels: LifecycleLabels, checklist: [Verbs.Why.Sentence]) {
        self.proposal = proposal
        record = proposal.record ?? ShownRecord()
        self.labels = labels
        self.checklist = checklist
    }

    /// The lines, or nil where nothing is circulated, or no longer.
    var lines: [String]? {
        guard record.isRoundOpen, labels.takesPositions(in: proposal.state), let round = record.round else {
            return nil
        }
        let ref = TerminalText.line(proposal.ref)
        let title = TerminalText.line(proposal.title ?? "")
        let mark = proposal.mark.map { "[\(TerminalText.line($0))] " } ?? ""
        var lines = paragraph(opening(ref, round))
        let heading = paragraph(title)
        let widest = heading.map(\.columns).max() ?? 0
        lines += [""] + heading + [String(repeating: "=", count: max(3, widest))]
        lines += ["", "Reference:   \(ref)", "Round:       \(round)"]
        if let track = record.track {
            let label = TerminalText.line(labels.track(track)).wrapped(to: PacketText.width - 13)
            lines += label.enumerated().map { ($0.offset == 0 ? "Track:       " : "             ") + $0.element }
        }
        if let proposer = record.proposer { lines.append("Proposer:    \(TerminalText.line(proposer))") }
        lines.append("Deadline:    " + (record.closes.map { TimeText.minute($0) + " UTC" } ?? "none"))
        lines += ["Text digest:", "  " + TerminalText.line(record.textDigest ?? "")]
        lines += fields
        lines += statements
        if hasPositions { lines += answering(ref, round) }
        return MailText.lines(subject: "\(mark)\(ref): \(title)", body: lines)
    }

    private var hasPositions: Bool { labels.hasPositions(on: record.track) }

    private func opening(_ ref: String, _ round: Int) -> String {
        let roster = record.roster ?? 0
        let again = round > 1 ? " again" : ""
        guard hasPositions else {
            return
                "The proposal below is circulated\(again) to the \(counted(roster, "partner")) for their information. No position "
                + "is asked for."
        }
        let closes = record.closes.map { " Positions are asked for by \(TimeText.minute($0)) UTC." } ?? ""
        return
            "The proposal below is circulated\(again) to the \(counted(roster, "partner")).\(closes) A position is taken on this "
            + "very text; if it changes in substance, it will be circulated again."
    }

    private var fields: [String] {
        let given = proposal.fields
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
            let text = TerminalText.line(item.text)
            let lead = item.status == "unmet" ? "[ ] " : item.status == "met" ? "[x] " : "[-] "
            for (index, part) in text.wrapped(to: PacketText.width - 4).enumerated() {
                lines.append((index == 0 ? lead : "    ") + part)
            }
            let declared = item.fields.filter(\.isFilled).map(\.label)
            if !declared.isEmpty {
                lines += paragraph("declared under: " + declared.joined(separator: ", "), margin: 4)
            }
            if item.isJudged { lines.append("    for partners to judge") }
        }
        return lines + ["", "[x] met   [-] declared, or for partners to judge   [ ] not met yet"]
    }

    private func answering(_ ref: String, _ round: Int) -> [String] {
        let digest = TerminalText.line(String((record.textDigest ?? "").prefix(12)))
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
