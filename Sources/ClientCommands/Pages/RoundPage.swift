import CanonicalJSON
import Terminal

/// One round of a proposal as a page: what came of it, and what every partner said.
struct RoundPage {
    private let rows: [JSONObject]
    private let round: JSONObject
    private let labels: LifecycleLabels
    private let paint: Paint

    init(_ rows: [JSONObject], _ round: JSONObject, _ labels: LifecycleLabels, _ paint: Paint) {
        self.rows = rows
        self.round = round
        self.labels = labels
        self.paint = paint
    }

    var lines: [String] {
        let ref = MarkText.prefix(round, paint) + TerminalText.line(round["ref"]?.string ?? "")
        var stances: [String: [JSONValue]] = [:]
        for row in rows { stances[row["stance"]?.string ?? "", default: []].append(.object(row)) }
        var object = round
        object["positions"] = .object(
            JSONObject(stances.map { JSONObject.Member(key: $0.key, value: .array($0.value)) }))
        object["round"] = round["number"]
        let page = ShowPage(object, labels, paint, isFull: true)
        return page.roundLines(round, after: ref + "  ") + page.positions
    }
}
