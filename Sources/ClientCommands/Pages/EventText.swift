import CanonicalJSON
import CivilTime
import ImportFiles
import Terminal
import Wording

/// What one event says happened, in words.
struct EventText {
    private let labels: LifecycleLabels
    private let paint: Paint
    private let isFull: Bool

    /// - Parameter isFull: whether reasons are told to their end.
    init(_ labels: LifecycleLabels, _ paint: Paint, isFull: Bool = false) {
        self.labels = labels
        self.paint = paint
        self.isFull = isFull
    }

    /// A headline, with and without colours.
    struct Headline {
        let plain: String
        let painted: String
    }

    func headline(_ entry: HistoryFolding.Entry) -> Headline {
        let row = entry.first
        let data = row["data"]?.object ?? JSONObject()
        let kind = row["kind"]?.string ?? ""
        let partner =
            entry.rows.count > 1
            ? counted(entry.rows.count, "partner") : TerminalText.line(data["partner"]?.string ?? "")
        switch kind {
        case "moved": return moved(row, data)
        case "position-taken":
            let stance = TerminalText.line(data["stance"]?.string ?? "")
            let late = data["late"]?.bool == true ? " (late)" : ""
            return Headline(
                plain: "\(partner): \(stance)\(late)", painted: "\(partner): \(paint.stance(stance))\(late)")
        case "invitation-position":
            let stance = data["retracted"]?.bool == true ? "retracted" : TerminalText.line(data["stance"]?.string ?? "")
            let lead = "invitation \(data["invitation"]?.integer ?? 0), \(partner): "
            return Headline(plain: lead + stance, painted: lead + paint.stance(stance))
        case "fact-recorded": return strong(labels.fact(data["fact"]?.string ?? ""))
        default: return plain(words(kind, row, data, partner))
        }
    }

    private func words(_ kind: String, _ row: JSONObject, _ data: JSONObject, _ partner: String) -> String {
        switch kind {
        case "drafted":
            let proposer = data["proposer"]?.string.map { " for \(TerminalText.line($0))" } ?? ""
            return data["source"] == nil ? "drafted\(proposer)" : "imported as a draft\(proposer)"
        case "archived":
            return "entered in the archive" + (data["year"]?.integer.map { ", year \($0)" } ?? "")
        case "revised": return revised(data)
        case "revision-contested": return "revision \(data["revision"]?.integer ?? 0) contested: it is substantive"
        case "acknowledged": return "\(partner): receipt acknowledged"
        case "position-retracted": return "\(partner): position retracted"
        case "position-contested":
            return
                "\(partner): relayed \(TerminalText.line(data["stance"]?.string ?? "retraction")) contested, "
                + (data["restores"]?["stance"]?.string.map { "\(TerminalText.line($0)) stands again" } ?? "not heard")
                + (data["invitation"]?.integer.map { " on invitation \($0)" } ?? "")
        case "tacit-recorded":
            return "silent after the deadline: \(counted(data["partners"]?.array?.count ?? 0, "partner"))"
        case "deadline-moved" where data["from"]?.string == nil: return "deadline set to \(minute(data["closes"])) UTC"
        case "deadline-moved": return "deadline moved to \(minute(data["closes"])) UTC"
        case "deadline-passed": return "deadline passed: \(minute(data["closes"])) UTC"
        case "noted": return "note"
        case "invitation-proposed":
            return "invitation \(data["invitation"]?.integer ?? 0) proposed: "
                + TerminalText.line(data["invitee"]?.string ?? "")
        case "invitation-decided":
            return "invitation \(data["invitation"]?.integer ?? 0) "
                + TerminalText.line(data["outcome"]?.string ?? "decided")
        case "filed": return "document filed: " + TerminalText.line(data["name"]?.string ?? "")
        case "migrated":
            let version = data["lifecycle"]?["version"]?.integer.map { "version \($0)" } ?? "another version"
            return "moved to \(version) of its lifecycle"
        default:
            let what = ["id", "account", "name"].compactMap { data[$0]?.string }.first.map { " " + $0 } ?? ""
            return TerminalText.line(kind + what)
        }
    }

    /// What there is to tell besides the headline, a text each.
    func details(_ entry: HistoryFolding.Entry) -> [String] {
        let row = entry.first
        let data = row["data"]?.object ?? JSONObject()
        if entry.rows.count > 1 { return [entry.partners.map { TerminalText.line($0) }.joined(separator: ", ")] }
        switch row["kind"]?.string ?? "" {
        case "drafted", "archived":
            let keys = data["fields"]?.object?.keys ?? []
            let order = labels.fieldOrder.filter(keys.contains)
            let fields = (order + keys.filter { !order.contains($0) }).map(labels.field)
            return fields.isEmpty ? [] : ["fields: " + fields.joined(separator: ", ")]
        case "revised": return changes(data["changes"], entry.before)
        case "moved":
            let act = data["transition"]?.string ?? ""
            return inputs(data["inputs"], of: act) + changes(data["writes"]?["changes"], entry.before)
                + duplicates(data)
        case "fact-recorded": return inputs(data["inputs"], of: data["fact"]?.string ?? "")
        case "position-taken", "invitation-position":
            var lines: [String] = []
            if let reason = data["reason"]?.string { lines.append("reason: " + told(reason)) }
            if let resolves = data["resolves"]?.string { lines.append("lifted by: " + told(resolves)) }
            if let relayed = data["relayed"]?.object {
                lines.append(
                    "relayed from \(TerminalText.line(relayed["from"]?.string ?? "a note")), received "
                        + "\(minute(relayed["received_at"])) UTC, digest "
                        + TerminalText.line(String((relayed["digest"]?.string ?? "").prefix(12))))
            }
            return lines
        case "noted": return [TerminalText.line(data["text"]?.string ?? "")]
        case "deadline-moved":
            let before = data["from"]?.string == nil ? [] : ["before: \(minute(data["from"])) UTC"]
            return before + ["reason: \(text(data["reason"]))"]
        case "tacit-recorded":
            return [(data["partners"]?.strings ?? []).map { TerminalText.line($0) }.joined(separator: ", ")]
        case "revision-contested":
            return ["fields: " + (data["fields"]?.strings ?? []).map(labels.field).joined(separator: ", ")]
        case "invitation-proposed": return ["event: \(text(data["event"]))"]
        case "migrated": return migrated(row, data)
        case "filed":
            let size = data["size"]?.integer.map { SizeText.text(Int($0)) + ", " } ?? ""
            return ["\(text(data["type"])), \(size)digest \(text(data["digest"]))"]
        case "invitation-decided": return data["meeting"]?.string.map { ["meeting: " + TerminalText.line($0)] } ?? []
        default: return []
        }
    }

    private func moved(_ row: JSONObject, _ data: JSONObject) -> Headline {
        let label = labels.transition(data["transition"]?.string ?? "")
        guard let from = row["from"]?.string, let to = row["to"]?.string, from != to else { return strong(label) }
        let way = ": \(labels.state(from)) \(paint.allowed) "
        return Headline(
            plain: label + way + labels.state(to), painted: paint.bold(label) + way + paint.cyan(labels.state(to)))
    }

    private func migrated(_ row: JSONObject, _ data: JSONObject) -> [String] {
        var lines: [String] = []
        if let from = row["from"]?.string, let to = row["to"]?.string, from != to {
            lines.append("state: \(TerminalText.line(from)) is now \(labels.state(to))")
        }
        if let round = data["round"]?.string { lines.append("round: \(TerminalText.line(round))") }
        let unfilled = data["unfilled"]?.strings ?? []
        if !unfilled.isEmpty { lines.append("not filled: " + unfilled.map(labels.field).joined(separator: ", ")) }
        let lacks = data["lacks"]?.strings ?? []
        if !lacks.isEmpty {
            lines.append("no field any more: " + lacks.map { TerminalText.line($0) }.joined(separator: ", "))
        }
        if let plan = data["plan"]?.string { lines.append("plan: " + TerminalText.line(plan)) }
        return lines
    }

    private func revised(_ data: JSONObject) -> String {
        switch data["effect"]?.string {
        case "editorial": "revised, editorial: positions stay"
        case "closes-round": "revised, substantive: the round is closed"
        case "after-decision": "changed after the decision"
        default: "revised"
        }
    }

    /// Old and new values of fields: on one line where both are short.
    private func changes(_ changes: JSONValue?, _ before: JSONObject) -> [String] {
        (changes?.object?.members ?? []).flatMap { change -> [String] in
            let field = labels.field(change.key)
            let new = change.value.isNull ? "(emptied)" : short(change.value)
            guard let old = before[change.key].map(short) else { return ["\(field): \(new)"] }
            let line = "\(field): \(old) \(paint.allowed) \(new)"
            return line.columns <= 72 ? [line] : ["\(field), before: \(old)", "\(field), now: \(new)"]
        }
    }

    private func inputs(_ inputs: JSONValue?, of act: String) -> [String] {
        (inputs?.object.map { labels.ordered($0, of: act) } ?? []).map {
            "\(labels.input($0.key, of: act)): \(short($0.value))"
        }
    }

    private func duplicates(_ data: JSONObject) -> [String] {
        let found = data["round"]?["duplicates"]?.strings ?? []
        return found.isEmpty
            ? [] : ["likely duplicates looked at: " + found.map { TerminalText.line($0) }.joined(separator: ", ")]
    }

    private func told(_ text: String) -> String {
        isFull ? TerminalText.line(text) : TerminalText.line(text).excerpt(mark: paint.ellipsis)
    }

    /// A value cut where it would fill a page.
    private func short(_ value: JSONValue) -> String {
        if let text = value.string, Instant(text) != nil { return TimeText.minute(text) + " UTC" }
        return ValueText.line(value).fitted(to: 240, mark: paint.ellipsis)
    }

    private func text(_ value: JSONValue?) -> String { TerminalText.line(value?.string ?? "") }
    private func minute(_ value: JSONValue?) -> String { TimeText.minute(value?.string ?? "") }
    private func plain(_ text: String) -> Headline { Headline(plain: text, painted: text) }
    private func strong(_ text: String) -> Headline { Headline(plain: text, painted: paint.bold(text)) }
}
