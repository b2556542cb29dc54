import CanonicalJSON
import Terminal

/// One requirement as it was judged, for people.
struct RequirementText {
    private let paint: Paint
    private let isFull: Bool

    /// - Parameter isFull: whether what is not met is told to its end, with the whole reason of each position.
    init(_ paint: Paint, isFull: Bool = false) {
        self.paint = paint
        self.isFull = isFull
    }

    /// The sign, what is not met and its rule; under it who can meet it.
    func lines(_ requirement: JSONObject, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let sign = requirement["met"]?.bool == true ? paint.green(paint.met) : paint.red(paint.unmet)
        let label = TerminalText.line(
            requirement["label"]?.string ?? requirement["requirement"]?.string ?? "a requirement")
        let whole = TerminalText.line(requirement["detail"]?.string ?? "")
        let detail = isFull ? whole : whole.excerpt(mark: paint.ellipsis)
        let rule = requirement["rule"]?.string.map { " (" + TerminalText.line($0) + ")" } ?? ""
        let signColumns = paint.met.columns
        let text = detail.isEmpty || detail == label ? label + rule : "\(label)\(rule): \(detail)"
        let width = paint.traits.columns.map { $0 - indent - signColumns - 1 }
        var lines: [String] = []
        for (index, part) in text.wrapped(to: width).enumerated() {
            lines.append(
                margin + (index == 0 ? sign : String(repeating: " ", count: signColumns)) + " " + part)
        }
        if requirement["met"]?.bool != true {
            let deeper = margin + String(repeating: " ", count: signColumns + 1)
            for who in RequirementText.who(requirement) {
                for part in who.wrapped(to: width) { lines.append(deeper + paint.dim(part)) }
            }
        }
        return lines
    }

    /// From so many offices on, those of one role are told in one line.
    private static let manyOffices = 4
    /// So many accounts that hold an office are named.
    private static let manyHolders = 4

    /// Who can meet it, a line for each office, or for each role where there are many; whose seat is vacant, since when.
    static func who(_ requirement: JSONObject) -> [String] {
        let offices = (requirement["who"]?.array ?? []).compactMap(\.object)
        let lead = "can be met by: "
        guard offices.count >= manyOffices else {
            return offices.map { lead + OfficeText.text($0) + holders($0) }
        }
        var lines: [String] = []
        for role in unique(offices.map { $0["role"]?.string ?? "" }) {
            let ofRole = offices.filter { ($0["role"]?.string ?? "") == role }
            let held = ofRole.filter { $0["vacant"]?.bool != true }
            let concerned = requirement["subjects"]?.strings
            if !held.isEmpty {
                let isEach = held.count == ofRole.count && held.map { $0["partner"]?.string ?? "" } == concerned
                lines.append(lead + TerminalText.line(role) + (isEach ? " of each of them" : " of " + seats(held)))
            }
            let vacant = ofRole.filter { $0["vacant"]?.bool == true }
            for since in unique(vacant.map { $0["vacant_since"]?.string ?? "" }) {
                let seats = seats(vacant.filter { ($0["vacant_since"]?.string ?? "") == since })
                lines.append(lead + TerminalText.line(role) + " of \(seats), " + vacancy(since))
            }
        }
        return lines
    }

    private static func holders(_ office: JSONObject) -> String {
        if office["vacant"]?.bool == true { return ", " + vacancy(office["vacant_since"]?.string ?? "") }
        if office["server"]?.bool == true { return " (an administrator of the server)" }
        let holders = office["holders"]?.strings ?? []
        let count = office["holder_count"]?.integer.map { Int(clamping: $0) } ?? holders.count
        let more = count > manyHolders ? " and \(count - manyHolders + 1) more" : ""
        let shown = more.isEmpty ? holders[...] : holders.prefix(manyHolders - 1)
        return holders.isEmpty ? "" : " (\(TerminalText.line(shown.joined(separator: ", ") + more)))"
    }

    private static func vacancy(_ since: String) -> String {
        since.isEmpty ? "vacant: never held" : "vacant since \(TimeText.day(since))"
    }

    private static func seats(_ offices: [JSONObject]) -> String {
        TerminalText.line(
            offices.map { $0["partner"]?.string ?? $0["group"]?.string ?? "the forum" }.joined(separator: ", "))
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
