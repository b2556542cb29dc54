/// Which statements one session has prepared, by text and declared types.
struct PreparedStatements {
    struct Entry: Equatable {
        let name: String
        let types: [UInt32]

        /// NULL fits any declared type; every other value only its own.
        func accepts(_ other: [UInt32]) -> Bool {
            types.count == other.count && zip(types, other).allSatisfy { $0 == $1 || $1 == PostgresType.unspecified }
        }
    }

    private var entries: [String: [Entry]] = [:]
    private var lastNumber = 0
    private(set) var count = 0
    private let limit: Int

    /// Beyond `limit` statements nothing more is kept: they are made up by the caller, and each takes server memory.
    init(limit: Int = 512) {
        self.limit = limit
    }

    func find(_ sql: String, types: [UInt32]) -> Entry? {
        entries[sql]?.first { $0.accepts(types) }
    }

    /// A new entry to prepare, or nil when the session holds enough.
    mutating func reserve(types: [UInt32], beyond pending: Int) -> Entry? {
        guard count + pending < limit else { return nil }
        lastNumber += 1
        return Entry(name: "s\(lastNumber)", types: types)
    }

    mutating func wasPrepared(_ sql: String, _ entry: Entry) {
        entries[sql, default: []].append(entry)
        count += 1
    }

    /// Forgets every variant of a text whose plan the server no longer accepts; the next use prepares it anew.
    mutating func wasRefused(_ sql: String) {
        count -= entries.removeValue(forKey: sql)?.count ?? 0
    }
}
