import CanonicalJSON
import Lifecycle

/// When an activity was, as far as its record tells: by its last known day, else by the latest year that it mentions.
struct ActivityTime: Sendable, Hashable {
    /// Whether it is over.
    let isPast: Bool
    /// Whether its own days tell that it is not over.
    let isToCome: Bool
    /// Whether something stands where its days stand that tells neither day nor year.
    var isUnread = false
    let year: Int?
    /// How that is known, where it is not from a full day.
    let remark: String?
    /// The keys that the remark is about.
    let keys: [String]

    init(_ record: JSONObject, today: CivilDate) {
        let keys = ["ends", "starts"]
        for key in keys {
            if let day = record[key].flatMap({ WrittenDay.read($0) }) {
                self.init(isPast: day < today, isToCome: day >= today, year: day.year, remark: nil, keys: [])
                return
            }
        }
        for key in keys {
            if let (year, month) = record[key].flatMap(ActivityTime.month(of:)) {
                let isPast = year < today.year || (year == today.year && month.map { $0 < today.month } ?? false)
                let isToCome = year > today.year || (year == today.year && month.map { $0 > today.month } ?? false)
                self.init(
                    isPast: isPast, isToCome: isToCome, year: year, remark: "no full day is known", keys: [key])
                return
            }
        }
        let texts = record.members.filter { $0.key != "source" && $0.key != "sources" }.flatMap {
            ActivityTime.texts($0.value)
        }
        guard let year = texts.flatMap(ActivityTime.years).max() else {
            let isUnread = keys.contains { record[$0].map { !$0.isNull && $0 != .string("") } ?? false }
            self.init(
                isPast: false, isToCome: false, year: nil,
                remark: isUnread ? "its days cannot be read" : "neither a day nor a year is known",
                keys: ["starts", "ends"])
            self.isUnread = isUnread
            return
        }
        // What stands where the days stand tells of the days, in whatever form.
        let told = keys.compactMap { record[$0]?.string }.flatMap(ActivityTime.years).max() ?? year
        self.init(
            isPast: year < today.year, isToCome: told > today.year && told == year, year: year,
            remark: "no day is known; the latest year it mentions is \(year)",
            keys: ["starts", "ends"])
    }

    private init(isPast: Bool, isToCome: Bool, year: Int?, remark: String?, keys: [String]) {
        self.isPast = isPast
        self.isToCome = isToCome
        self.year = year
        self.remark = remark
        self.keys = keys
    }

    /// The latest year that the source of a record mentions, where the record itself mentions none.
    static func yearOfSource(_ record: JSONObject) -> Int? {
        record.members.filter { $0.key == "source" || $0.key == "sources" }.flatMap { texts($0.value) }
            .flatMap(years).max()
    }

    /// The month or year that a value is, a number's digits included.
    static func month(of value: JSONValue) -> (year: Int, month: Int?)? {
        (value.string ?? value.integer.map { String($0) }).flatMap { month(PartnerNames.trimmed($0[...])) }
    }

    /// `2012-06` or `2012`.
    static func month(_ text: String) -> (year: Int, month: Int?)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts[0].utf8.count == 4, let year = Int(parts[0]), (1900...2100).contains(year) else { return nil }
        if parts.count == 1 { return (year, nil) }
        guard parts.count == 2, parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month) else {
            return nil
        }
        return (year, month)
    }

    /// Numbers of four digits that can be years.
    static func years(_ text: String) -> [Int] {
        text.split { !$0.isASCII || !$0.isNumber }.compactMap { digits in
            digits.utf8.count == 4 ? Int(digits).flatMap { (1900...2100).contains($0) ? $0 : nil } : nil
        }
    }

    private static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let object): object.members.flatMap { texts($0.value) }
        case .null, .bool, .integer: []
        }
    }
}
