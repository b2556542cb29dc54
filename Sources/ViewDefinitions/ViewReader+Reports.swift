import DefinitionTree
import Wording

/// Reading of the views that count and of those that announce.
extension ViewReader {
    static func tally(_ map: MapReader) -> ViewDefinition.Kind? {
        let groupings: [TallyDefinition.Grouping] = map.maps(
            "groupings", .fields, what: "a grouping", keys: ["id", "label", "by", "combined", "printed"]
        ) { entry in
            guard let id = entry.name("id"), let label = entry.text("label") else { return nil }
            let by = columns(entry, "by")
            return TallyDefinition.Grouping(
                id: id, label: label, by: by, isCombined: entry.flag("combined"), printed: printed(entry, by))
        }
        guard !groupings.isEmpty else {
            map.reading.fault(at: map.path, "a tally needs \"groupings\"")
            return nil
        }
        for (index, grouping) in groupings.enumerated()
        where groupings[..<index].contains(where: { $0.id == grouping.id }) {
            map.fault("groupings", "the grouping \"\(grouping.id)\" appears twice")
        }
        return .tally(
            TallyDefinition(
                groupings: groupings, sums: sums(map), share: map.has("share") ? map.text("share") : nil,
                shareDecimals: Int(map.integer("share_decimals", 0...6) ?? 2),
                splitsByStatus: map.flag("split_by_status"), ratio: ratio(map), coverage: coverage(map)))
    }

    private static func sums(_ map: MapReader) -> [TallyDefinition.Sum] {
        map.maps("sums", .fields, what: "a sum", keys: ["key", "label", "of", "decimals", "power"]) { entry in
            guard let key = entry.name("key", .key), let label = entry.text("label"), let of = datum(entry, "of")
            else { return nil }
            return TallyDefinition.Sum(
                key: key, label: label, of: of, decimals: Int(entry.integer("decimals", 0...4) ?? 2),
                power: Int(entry.integer("power", 0...12) ?? 0))
        }
    }

    private static func ratio(_ map: MapReader) -> TallyDefinition.Ratio? {
        guard let ratio = map.map("ratio", what: "a ratio", keys: ["key", "label", "statuses"]),
            let key = ratio.name("key", .key), let label = ratio.text("label")
        else { return nil }
        return TallyDefinition.Ratio(key: key, label: label, statuses: ratio.needed("statuses", .name))
    }

    private static func coverage(_ map: MapReader) -> [TallyDefinition.Coverage] {
        map.maps("coverage", .fields, what: "a coverage", keys: ["key", "label", "of", "among"]) { entry in
            guard let key = entry.name("key", .key), let label = entry.text("label"), let of = datum(entry, "of")
            else { return nil }
            return TallyDefinition.Coverage(key: key, label: label, of: of, among: entry.needed("among"))
        }
    }

    private static func printed(
        _ map: MapReader, _ by: [ViewDefinition.Column]
    ) -> TallyDefinition.Printed? {
        guard let printed = map.map("printed", what: "printed figures", keys: ["source", "rows", "total"]),
            let source = printed.text("source")
        else { return nil }
        let rows: [TallyDefinition.Printed.Row] = printed.maps(
            "rows", .fields, what: "a printed row", keys: ["group", "figures"]
        ) { entry in
            let group = entry.needed("group")
            if group.count != by.count {
                entry.fault(
                    "group", "a printed row names \(counted(by.count, "value")), one for each column of its grouping")
            }
            return TallyDefinition.Printed.Row(group: group, figures: figures(entry, "figures"))
        }
        let total = printed.has("total") ? figures(printed, "total") : nil
        return TallyDefinition.Printed(
            source: source, rows: rows,
            total: total.map { TallyDefinition.Printed.Row(group: [], figures: $0) })
    }

    private static func figures(_ map: MapReader, _ key: String) -> [String: String] {
        guard let node = map.node(key) else {
            map.reading.fault(at: map.path, "\(map.what) needs \"\(key)\"")
            return [:]
        }
        guard case .map(let entries) = node.content else {
            map.fault(key, "\"\(key)\" is a map of figures by column, not \(node.kindName)")
            return [:]
        }
        let inner = map.map(key, what: "\"\(key)\"", keys: entries.map(\.key))
        var result: [String: String] = [:]
        for entry in entries {
            guard let text = inner?.text(entry.key) else { continue }
            guard isFigure(text) else {
                map.fault(key, "\"\(text.prefix(40))\" is not a figure: write digits and at most one point")
                continue
            }
            result[entry.key] = text
        }
        return result
    }

    /// Digits with at most four more behind a point.
    private static func isFigure(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts[0].count <= 18 && parts.dropFirst().allSatisfy { $0.count <= 4 }
            && parts.allSatisfy {
                !$0.isEmpty && $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }

    static func calendar(_ map: MapReader) -> ViewDefinition.Kind? {
        guard let title = datum(map, "title"), let starts = datum(map, "starts"), let ends = datum(map, "ends")
        else { return nil }
        guard map.has("feed") else {
            map.reading.fault(at: map.path, "a calendar needs \"feed\" with \"id\" and \"author\"")
            return nil
        }
        guard let feed = map.map("feed", what: "a feed", keys: ["id", "author"]), let id = feed.text("id"),
            let author = feed.text("author")
        else { return nil }
        if !isAddress(id) {
            feed.fault(
                "id", "\"\(id.prefix(60))\" is not an absolute address: write https://… or another scheme and name")
        }
        return .calendar(
            CalendarDefinition(
                title: title, starts: starts, ends: ends, place: optional(map, "place"),
                address: optional(map, "address"), text: optional(map, "text"),
                meetings: map.has("meetings") ? map.texts("meetings", .name) : nil,
                span: map.word("span", default: .all),
                feed: CalendarDefinition.Feed(id: id, author: author)))
    }

    /// A scheme, a colon, and printable ASCII without spaces.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        return parts.count == 2 && parts[0].allSatisfy { (0x61...0x7A).contains($0) } && !parts[1].isEmpty
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>\"{}|\\^`".utf8.contains($0) }
    }
}
