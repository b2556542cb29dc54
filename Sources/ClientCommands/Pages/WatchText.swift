import LineProtocol
import Terminal

/// An event of a watch or of a registry in one line; on a screen in as many as it takes.
struct WatchText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func lines(_ pushed: Verbs.Watch.Row) -> [String] {
        let cursor = "[\(TerminalText.line(pushed.cursor))]"
        return lines(
            (pushed.event.map { told($0.shown, of: TerminalText.line($0.ref)) }
                ?? [Flow.Piece("an event that is too long for a line")])
                + [Flow.Piece(paint.dim(cursor), plain: cursor)])
    }

    /// An event of a registry whose forum is known.
    func lines(_ event: ShownEvent) -> [String] { lines(told(event, of: "")) }

    private func lines(_ pieces: [Flow.Piece]) -> [String] {
        let lines = Flow.lines(
            pieces.filter { !$0.plain.isEmpty }, width: paint.traits.columns.map { $0 - 2 }, paint: paint,
            separator: "  ")
        return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 }
    }

    private func told(_ shown: ShownEvent, of stream: String) -> [Flow.Piece] {
        let what = EventText(LifecycleLabels(), paint).headline(HistoryFolding.Entry(shown))
        let time = shown.recordedAt.map { TimeText.minute($0) } ?? ""
        let actor = OfficeText.actor(shown.actor ?? ShownActor())
        let version = "v\(shown.version)"
        return [
            Flow.Piece(paint.dim(time), plain: time),
            stream.isEmpty
                ? Flow.Piece(paint.dim(version), plain: version)
                : Flow.Piece("\(paint.bold(stream)) \(paint.dim(version))", plain: "\(stream) \(version)"),
            Flow.Piece(what.painted, plain: what.plain), Flow.Piece(paint.dim(actor), plain: actor),
        ]
    }
}
