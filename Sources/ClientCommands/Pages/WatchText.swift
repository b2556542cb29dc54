import LineProtocol
import Terminal

/// An event of a watch in one line; on a screen in as many as it takes.
struct WatchText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func lines(_ pushed: Verbs.Watch.Row) -> [String] {
        let cursor = "[\(TerminalText.line(pushed.cursor))]"
        let pieces =
            (pushed.event.map(told) ?? [Flow.Piece("an event that is too long for a line")])
            + [Flow.Piece(paint.dim(cursor), plain: cursor)]
        let lines = Flow.lines(
            pieces.filter { !$0.plain.isEmpty }, width: paint.traits.columns.map { $0 - 2 }, paint: paint,
            separator: "  ")
        return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 }
    }

    private func told(_ event: Verbs.Watch.Event) -> [Flow.Piece] {
        let shown = event.shown
        let stream = TerminalText.line(event.ref)
        let what = EventText(LifecycleLabels(), paint).headline(HistoryFolding.Entry(shown))
        let time = shown.recordedAt.map { TimeText.minute($0) } ?? ""
        let actor = OfficeText.actor(shown.actor ?? ShownActor())
        return [
            Flow.Piece(paint.dim(time), plain: time),
            Flow.Piece(
                "\(paint.bold(stream)) \(paint.dim("v\(shown.version)"))", plain: "\(stream) v\(shown.version)"),
            Flow.Piece(what.painted, plain: what.plain), Flow.Piece(paint.dim(actor), plain: actor),
        ]
    }
}
