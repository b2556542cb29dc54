import CivilTime
import Lifecycle
import LineProtocol
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
    func lines(_ requirement: JudgedRequirement, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let sign = requirement.isMet ? paint.green(paint.met) : paint.red(paint.unmet)
        let name = [requirement.label, requirement.requirement].first { !$0.isEmpty }
        let label = TerminalText.line(name ?? "a requirement")
        let whole = TerminalText.line(requirement.detail)
        let detail = isFull ? whole : whole.excerpt(mark: paint.ellipsis)
        let rule = requirement.rule.map { " (" + TerminalText.line($0) + ")" } ?? ""
        let signColumns = paint.met.columns
        let text = detail.isEmpty || detail == label ? label + rule : "\(label)\(rule): \(detail)"
        let width = paint.traits.columns.map { $0 - indent - signColumns - 1 }
        var lines: [String] = []
        for (index, part) in text.wrapped(to: width).enumerated() {
            lines.append(
                margin + (index == 0 ? sign : String(repeating: " ", count: signColumns)) + " " + part)
        }
        if !requirement.isMet {
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
    static func who(_ requirement: JudgedRequirement) -> [String] {
        let offices = requirement.who
        let lead = "can be met by: "
        guard offices.count >= manyOffices else {
            return offices.map { lead + OfficeText.text($0) + holders($0) }
        }
        var lines: [String] = []
        for role in unique(offices.map(\.role)) {
            let ofRole = offices.filter { $0.role == role }
            let held = ofRole.filter { !$0.isVacant }
            if !held.isEmpty {
                let isEach = held.count == ofRole.count && held.map { $0.partner ?? "" } == requirement.subjects
                lines.append(lead + TerminalText.line(role) + (isEach ? " of each of them" : " of " + seats(held)))
            }
            let vacant = ofRole.filter(\.isVacant)
            for since in unique(vacant.map(\.vacantSince)) {
                let seats = seats(vacant.filter { $0.vacantSince == since })
                lines.append(lead + TerminalText.line(role) + " of \(seats), " + vacancy(since))
            }
        }
        return lines
    }

    private static func holders(_ office: CapableOffice) -> String {
        if office.isVacant { return ", " + vacancy(office.vacantSince) }
        if office.isServers { return " (an administrator of the server)" }
        let holders = office.holders
        let count = office.holderCount ?? holders.count
        let more = count > manyHolders ? " and \(count - manyHolders + 1) more" : ""
        let shown = more.isEmpty ? holders[...] : holders.prefix(manyHolders - 1)
        return holders.isEmpty ? "" : " (\(TerminalText.line(shown.joined(separator: ", ") + more)))"
    }

    private static func vacancy(_ since: Instant?) -> String {
        since.map { "vacant since \(TimeText.day($0))" } ?? "vacant: never held"
    }

    private static func seats(_ offices: [CapableOffice]) -> String {
        TerminalText.line(offices.map { $0.partner ?? $0.group ?? "the forum" }.joined(separator: ", "))
    }

    private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
