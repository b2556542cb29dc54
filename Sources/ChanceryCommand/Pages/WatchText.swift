import CanonicalJSON

/// An event of a watch in one line.
struct WatchText {
    private let paint: Paint

    init(_ paint: Paint) { self.paint = paint }

    func line(_ pushed: JSONObject) -> String {
        let event = pushed["event"]?.object ?? JSONObject()
        let stream = PlainText.line(event["ref"]?.string ?? event["stream"]?.string ?? event["forum"]?.string ?? "")
        let version = event["version"]?.integer.map { " \(paint.dim("v\($0)"))" } ?? ""
        let what = EventText(LifecycleLabels(), paint).headline(HistoryFolding.Entry(rows: [event]))
        let parts = [
            paint.dim(TimeText.minute(event["recorded_at"]?.string ?? "")),
            MarkText.prefix(event, paint) + paint.bold(stream) + version, what.painted,
            paint.dim(OfficeText.actor(event["actor"]?.object ?? JSONObject())),
        ]
        let cursor = pushed["cursor"]?.string.map { paint.dim("[\(PlainText.line($0))]") } ?? ""
        return (parts + [cursor]).filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
