import CanonicalJSON

/// What waits for somebody: on a screen each thing with its title and reason in full, else a row each.
struct InboxPage {
    private let rows: [JSONObject]
    private let paint: Paint

    init(_ rows: [JSONObject], _ paint: Paint) {
        self.rows = rows
        self.paint = paint
    }

    var lines: [String] {
        if rows.isEmpty { return ["Nothing waits for you."] }
        guard paint.traits.columns != nil else { return Tables.inbox(rows, paint) }
        let blocks = rows.map(lines).joined(separator: [""])
        return blocks + ["", paint.dim("\(rows.count) \(rows.count == 1 ? "thing" : "things")")]
    }

    private func lines(_ row: JSONObject) -> [String] {
        let what = PlainText.line(row["what"]?.string ?? "")
        var head = [
            MarkText.prefix(row, paint) + paint.bold(PlainText.line(row["ref"]?.string ?? "")), paint.cyan(what),
        ]
        if let partner = row["partner"]?.string { head.append("for " + PlainText.line(partner)) }
        if let closes = row["closes"]?.string { head.append(paint.yellow("closes \(TimeText.minute(closes)) UTC")) }
        if let due = row["due"]?.string { head.append(paint.yellow("due " + PlainText.line(due))) }
        if let since = row["since"]?.string { head.append(paint.dim("since \(TimeText.day(since))")) }
        return [head.joined(separator: paint.dot)] + indented(row["title"]) + indented(row["why"], paint.dim)
    }

    private func indented(_ value: JSONValue?, _ colour: (String) -> String = { $0 }) -> [String] {
        guard let text = value?.string, !text.isEmpty else { return [] }
        return PlainText.line(text).wrapped(to: paint.traits.columns.map { max(20, $0 - 2) }).map { "  " + colour($0) }
    }
}
