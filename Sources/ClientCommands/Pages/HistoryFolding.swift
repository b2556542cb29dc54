import CanonicalJSON

/// A history put together for reading: events of partners that say the same one after another are one entry, and a change of the text
/// is told with what stood there before.
struct HistoryFolding {
    /// Events that are told as one; most are one event.
    struct Entry {
        var rows: [JSONObject]
        /// What the fields that this changes were before.
        var before = JSONObject()

        var first: JSONObject { rows.first ?? JSONObject() }

        /// The partners that say the same.
        var partners: [String] { rows.compactMap { $0["data"]?["partner"]?.string } }
    }

    let entries: [Entry]

    /// - Parameter fields: the text before the first event; nothing for a history from its beginning.
    init(_ rows: [JSONObject], after fields: JSONObject, folds: Bool) {
        var entries: [Entry] = []
        var fields = fields
        for row in rows {
            let data = row["data"]?.object ?? JSONObject()
            if let drafted = data["fields"]?.object { fields = drafted }
            var before = JSONObject()
            for change in (data["changes"] ?? data["writes"]?["changes"])?.object?.members ?? [] {
                before[change.key] = fields[change.key]
                fields[change.key] = change.value.isNull ? nil : change.value
            }
            if folds, let said = HistoryFolding.said(row), let last = entries.last,
                said == HistoryFolding.said(last.first)
            {
                entries[entries.count - 1].rows.append(row)
            } else {
                entries.append(Entry(rows: [row], before: before))
            }
        }
        self.entries = entries
    }

    /// What an event of a partner says, where there is nothing else to tell of it; nil for every other event.
    private static func said(_ row: JSONObject) -> JSONObject? {
        guard var data = row["data"]?.object, let kind = row["kind"],
            kind == "position-taken" || kind == "acknowledged",
            data["reason"] == nil, data["resolves"] == nil, data["relayed"] == nil
        else { return nil }
        data["partner"] = nil
        data["kind"] = kind
        // Told below an entry, so part of what it says.
        data["decided"] = .optional(HistoryPage.decided(row).map { String($0.prefix(10)) })
        return data
    }
}
