import CanonicalJSON
import ViewDefinitions

extension ViewScope {
    /// Counts, sums and shares by one of the view's groupings, held against printed figures where it has some.
    func tally(_ tally: TallyDefinition) throws(ViewFault) -> ViewResult {
        let grouping = try grouping(tally)
        var rows: [[ViewItem?]: TallyRow] = [:]
        var total = TallyRow()
        let subjects = subjects()
        let printed = grouping.printed?.rows.map(\.group) ?? []
        let spellings = grouping.by.enumerated().map { index, column in
            WordSpellings(
                column.of, in: subjects, scope: self,
                preferring: printed.compactMap { index < $0.count ? $0[index] : nil })
        }
        let listed = tally.coverage.map { WordSpellings($0.of, in: subjects, scope: self, preferring: $0.among) }
        for subject in subjects {
            let status = subject.status?.id
            let amounts = tally.sums.map { subject.values($0.of) }
            let covered = zip(tally.coverage, listed).map { coverage, spelling in
                subject.values(coverage.of).map { spelling($0.plain) }
            }
            total.add(status, amounts, covered)
            for group in groups(subject, grouping, spellings) {
                rows[group, default: TallyRow()].add(status, amounts, covered)
            }
        }
        let shapes = TallyShape(view: view, tally: tally, grouping: grouping)
        var result = ViewResult(columns: shapes.columns(types: grouping.by.map { type(of: $0.of) }), rows: [])
        let ordered = order(Array(rows.keys), grouping)
        result.rows = ordered.map { group in
            var cells = shapes.figures(rows[group] ?? TallyRow(), of: total)
            for (column, value) in zip(grouping.by, group) { cells[column.key] = value?.json ?? .null }
            return cells
        }
        result.totals = shapes.figures(total, of: total)
        if let printed = grouping.printed {
            PrintedComparison(shape: shapes, printed: printed).extend(&result)
        }
        return result
    }

    private func grouping(_ tally: TallyDefinition) throws(ViewFault) -> TallyDefinition.Grouping {
        guard let wanted = parameters["by"] else { return tally.groupings[0] }
        guard let grouping = tally.groupings.first(where: { $0.id == wanted }) else {
            throw ViewFault(
                "by",
                "\"\(wanted.prefix(40))\" is not a grouping of \"\(view.id)\"; use one of "
                    + tally.groupings.map(\.id).joined(separator: ", "))
        }
        return grouping
    }

    /// The rows that a proposal is counted in: one for each combination of the values that it names.
    private func groups(
        _ subject: Subject, _ grouping: TallyDefinition.Grouping, _ spellings: [WordSpellings]
    ) -> [[ViewItem?]] {
        zip(grouping.by, spellings).reduce([[]]) { groups, pair in
            let (column, spelling) = pair
            let values = subject.values(column.of).map { spelling($0) }
            let distinct = values.reduce(into: [ViewItem]()) { if !$0.contains($1) { $0.append($1) } }
            let cells: [ViewItem?] =
                if distinct.isEmpty {
                    [nil]
                } else if grouping.isCombined, distinct.count > 1 {
                    [.text(distinct.map(\.plain).sorted { $0.precedesInUTF16($1) }.joined(separator: " + "))]
                } else {
                    distinct
                }
            return groups.flatMap { group in cells.map { group + [$0] } }
        }
    }

    /// In the order of the paper's rows, then of the view's statuses, then by value; what has none stands last.
    private func order(_ groups: [[ViewItem?]], _ grouping: TallyDefinition.Grouping) -> [[ViewItem?]] {
        let printed = grouping.printed?.rows.map(\.group) ?? []
        let statuses = view.statuses.map(\.id)
        func place(_ group: [ViewItem?]) -> Int {
            printed.firstIndex(of: group.map { $0?.plain ?? "" }) ?? printed.count
        }
        return groups.sorted { left, right in
            let (one, two) = (place(left), place(right))
            if one != two { return one < two }
            for (column, (one, two)) in zip(grouping.by, zip(left, right)) where one != two {
                guard let one else { return false }
                guard let two else { return true }
                if column.of == .status, let first = statuses.firstIndex(of: one.plain),
                    let second = statuses.firstIndex(of: two.plain)
                {
                    return first < second
                }
                return one.precedes(two)
            }
            return false
        }
    }
}

/// What is counted of the proposals of one row.
struct TallyRow {
    private(set) var count = 0
    private(set) var statuses: [String: Int] = [:]
    private(set) var sums: [MoneySums] = []
    private(set) var covered: [Set<String>] = []

    mutating func add(_ status: String?, _ amounts: [[ViewItem]], _ named: [[String]]) {
        if count == 0 {
            sums = amounts.map { _ in MoneySums() }
            covered = named.map { _ in [] }
        }
        count += 1
        if let status { statuses[status, default: 0] += 1 }
        for (index, items) in amounts.enumerated() {
            for case .money(let amount, let currency) in items { sums[index].add(amount, currency) }
        }
        for (index, values) in named.enumerated() { covered[index].formUnion(values) }
    }

    func sum(_ index: Int) -> MoneySums { index < sums.count ? sums[index] : MoneySums() }
    func covered(_ index: Int) -> Set<String> { index < covered.count ? covered[index] : [] }
}
