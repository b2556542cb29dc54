import LineProtocol
import Terminal

/// One round of a proposal as a page: what came of it, and what every partner said.
struct RoundPage {
    private let rows: [ShownPosition]
    private let round: Verbs.Show.Round
    private let labels: LifecycleLabels
    private let paint: Paint

    init(_ rows: [ShownPosition], _ round: Verbs.Show.Round, _ labels: LifecycleLabels, _ paint: Paint) {
        self.rows = rows
        self.round = round
        self.labels = labels
        self.paint = paint
    }

    var lines: [String] {
        let ref = MarkText.prefix(round.mark, paint) + TerminalText.line(round.ref)
        var record = ShownRecord()
        record.positions = Dictionary(grouping: rows) { $0.stance ?? "" }
        record.round = round.summary.number
        record.track = round.summary.track
        record.notHeard = round.notHeard
        var proposal = ShownProposal()
        proposal.ref = round.ref
        proposal.record = record
        let page = ShowPage(proposal, labels, paint, isFull: true)
        return page.roundLines(round.summary, after: ref + "  ") + page.positions
    }
}
