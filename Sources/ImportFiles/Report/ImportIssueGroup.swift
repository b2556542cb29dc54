package import Terminal

/// What could not be mapped for one kind of reason: how often, then every line of the file.
package struct ImportIssueGroup: Sendable, Hashable {
    package let kind: String
    /// In the order of the file.
    package let issues: [ImportIssue]

    /// The issues by kind of reason: what was lost first, then what is most frequent.
    package static func groups(of issues: [ImportIssue]) -> [ImportIssueGroup] {
        let groups = Dictionary(grouping: issues.enumerated(), by: \.element.kind).map { kind, found in
            ImportIssueGroup(
                kind: kind,
                issues: found.sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element))
        }
        return groups.sorted { one, other in
            let losses = (one.issues.contains(where: \.isLoss), other.issues.contains(where: \.isLoss))
            if losses.0 != losses.1 { return losses.0 }
            return (-one.issues.count, one.kind) < (-other.issues.count, other.kind)
        }
    }

    /// How many there are of each kind, a line each.
    static func summary(_ groups: [ImportIssueGroup], _ paint: Paint) -> [String] {
        let width = groups.map { String($0.issues.count).count }.max() ?? 1
        return groups.flatMap { group in
            wrapped(String(group.issues.count).aligned(rightIn: width) + "  ", TerminalText.line(group.kind), paint)
        }
    }

    /// How many issues or ranges of lines a brief shows.
    private static let examples = 2

    /// How often, and the first examples, a line each; whether that is all there is.
    package func brief(_ paint: Paint, countWidth: Int) -> (lines: [String], isWhole: Bool) {
        var lines = Self.wrapped(
            String(issues.count).aligned(rightIn: countWidth) + " × ", TerminalText.line(kind), paint, mark: paint.bold)
        let own = issues.filter(\.isOwn)
        let space = String(repeating: " ", count: countWidth + 3)
        for issue in own.prefix(Self.examples) {
            let keys = issue.keys.isEmpty ? "" : issue.keys.joined(separator: ", ") + ": "
            let text = "\(TerminalText.line(issue.subject)): \(TerminalText.line(keys + issue.reason))"
            lines += Self.wrapped("\(space)line \(issue.line)  ", text, paint, indent: countWidth + 5)
        }
        let others = issues.filter { !$0.isOwn }
        let ranges = Self.ranges(others.map(\.line)).split(separator: ",").map { PartnerNames.trimmed($0) }
        if own.isEmpty, !ranges.isEmpty {
            let shown = 6
            let more = ranges.count > shown ? ", …" : ""
            let word = others.count == 1 ? "line" : "lines"
            var keys: [String] = []
            for key in others.flatMap(\.keys) where !keys.contains(key) { keys.append(key) }
            let lead = keys.isEmpty ? "" : TerminalText.line(keys.prefix(shown).joined(separator: ", ")) + ": "
            lines += Self.wrapped(
                space, lead + word + " " + ranges.prefix(shown).joined(separator: ", ") + more, paint,
                indent: countWidth + 5)
            return (lines, ranges.count <= shown && keys.count <= 1)
        }
        let left = issues.count - min(own.count, Self.examples)
        if left > 0 { lines.append("\(space)and \(left) more") }
        return (lines, left == 0)
    }

    /// The heading and every line: records with what is their own, and lines alone where there is nothing of their own to say.
    package func lines(_ paint: Paint) -> [String] {
        var lines = Self.wrapped("\(issues.count) × ", TerminalText.line(kind), paint, mark: paint.bold)
        for issue in issues where issue.isOwn {
            lines += Self.wrapped("  line \(issue.line)  ", Self.name(issue, paint), paint, indent: 4)
            let keys = issue.keys.isEmpty ? "" : issue.keys.joined(separator: ", ") + ": "
            lines += Self.wrapped("    ", TerminalText.line(keys + issue.reason), paint, indent: 6)
        }
        var byKey: [(key: String, lines: [Int])] = []
        for issue in issues where !issue.isOwn {
            for key in issue.keys.isEmpty ? [""] : issue.keys {
                if let index = byKey.firstIndex(where: { $0.key == key }) {
                    byKey[index].lines.append(issue.line)
                } else {
                    byKey.append((key, [issue.line]))
                }
            }
        }
        for (key, numbers) in byKey {
            let word = numbers.count == 1 ? "line" : "lines"
            let lead = key.isEmpty ? "  \(word) " : "  \(TerminalText.line(key)): \(word) "
            lines += Self.wrapped(lead, Self.ranges(numbers), paint, indent: 4)
        }
        return lines
    }

    /// `1-3, 7, 9-10`, from numbers in order.
    static func ranges(_ numbers: [Int]) -> String {
        var ranges: [(first: Int, last: Int)] = []
        for number in numbers {
            if let last = ranges.last, number <= last.last + 1 {
                ranges[ranges.count - 1].last = number
            } else {
                ranges.append((number, number))
            }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ", ")
    }

    private static func name(_ issue: ImportIssue, _ paint: Paint) -> String {
        let name = TerminalText.line(issue.subject)
        let lead = "  line \(issue.line)  "
        return paint.traits.columns.map { name.fitted(to: $0 - lead.columns, mark: paint.ellipsis) } ?? name
    }

    /// A text after a lead, broken to the screen; what follows stands under the text unless an indent is given.
    private static func wrapped(
        _ lead: String, _ text: String, _ paint: Paint, indent: Int? = nil, mark: (String) -> String = { $0 }
    ) -> [String] {
        let width = paint.traits.columns.map { max(20, $0 - lead.columns) }
        let space = String(repeating: " ", count: indent ?? lead.columns)
        return text.wrapped(to: width).enumerated().map { ($0 == 0 ? lead : space) + mark($1) }
    }
}
