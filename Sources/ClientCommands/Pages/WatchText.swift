import CanonicalJSON
import LineProtocol
import Terminal

/// An event of a watch in one line; on a screen in as many as it takes.
struct WatchText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func lines(_ pushed: JSONObject) -> [String] {
        let event = pushed["event"]?.object ?? JSONObject()
        let stream = TerminalText.line(event["ref"]?.string ?? event["stream"]?.string ?? event["forum"]?.string ?? "")
        let version = event["version"]?.integer.map { " \(paint.dim("v\($0)"))" } ?? ""
        let what = EventText(LifecycleLabels(), paint).headline(HistoryFolding.Entry(rows: [event]))
        let time = TimeText.minute(event["recorded_at"]?.string ?? "")
        let mark = MarkText.prefix(event, paint)
        let plainMark = MarkText.prefix(event, Paint(TerminalTraits(isUnicode: paint.traits.isUnicode)))
        let actor = OfficeText.actor(ShownActor(event["actor"]?.object ?? JSONObject()))
        let cursor = pushed["cursor"]?.string.map { "[\(TerminalText.line($0))]" } ?? ""
        let number = event["version"]?.integer.map { " v\($0)" } ?? ""
        let pieces = [
            Flow.Piece(paint.dim(time), plain: time),
            Flow.Piece(mark + paint.bold(stream) + version, plain: plainMark + stream + number),
            Flow.Piece(what.painted, plain: what.plain), Flow.Piece(paint.dim(actor), plain: actor),
            Flow.Piece(paint.dim(cursor), plain: cursor),
        ].filter { !$0.plain.isEmpty }
        let lines = Flow.lines(pieces, width: paint.traits.columns.map { $0 - 2 }, paint: paint, separator: "  ")
        return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 }
    }
}
