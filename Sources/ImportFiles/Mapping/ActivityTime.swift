import CanonicalJSON
import CivilTime

/// When an activity was, as far as its record tells: by its last known day, else by the latest year that it mentions.
struct ActivityTime: Sendable, Hashable {
    /// Whether it is over.
    let isPast: Bool
    /// Whether its own days tell that it is not over.
    let isToCome: Bool
    /// Whether something stands where its days stand that tells neither day nor year.
    var isUnread = false
    let year: Int?
    /// Whether the last day is thrown away, because the first one lies after it.
    var losesEnd = false
    /// How that is known, where it is not from a full day.
    let remark: String?
    /// The keys that the remark is about.
    let keys: [String]

    init(_ record: JSONObject, today: CivilDate) {
        let keys = ["ends", "starts"]
        var told = keys.compactMap { key in record[key].flatMap { Moment($0) }.map { (key: key, moment: $0) } }
        // A last day that lies before the first is thrown away, and decides nothing.
        let isTurned = told.count == 2 && told[0].moment.isBefore(told[1].moment)
        if isTurned { told.removeFirst() }
        // So is one before a first day that cannot be read whole, but tells a later year.
        if let only = told.first, told.count == 1, only.key == "ends", let starts = record["starts"]?.string,
            let year = ActivityTime.yearTold(starts), year > only.moment.year
        {
            told = []
        }
        let losesEnd = isTurned || (told.isEmpty && record["ends"].flatMap { Moment($0) } != nil)
        if let last = told.first {
            let day = told.first { $0.moment.isDay } ?? last
            let isPast =
                last.moment.isDay ? last.moment.isPast(today) : told.allSatisfy { $0.moment.isPast(today) }
            self.init(
                isPast: isPast, isToCome: !isPast && told.contains { $0.moment.isToCome(today) },
                year: day.moment.year, remark: day.moment.isDay ? nil : "no full day is known",
                keys: day.moment.isDay ? [] : [day.key])
            self.losesEnd = losesEnd
            return
        }
        // What stands where the days stand tells of the days, in whatever form.
        let ofDays = (losesEnd ? ["starts"] : keys).compactMap { record[$0]?.string }
        if !ofDays.contains(where: { !ActivityTime.years($0).isEmpty }),
            let year = ofDays.compactMap(WrittenDay.shortYear).max()
        {
            self.init(
                isPast: year < today.year, isToCome: year > today.year, year: year,
                remark: "no full day is known; the year is taken for \(year)", keys: ["starts", "ends"])
            isUnread = year >= today.year
            self.losesEnd = losesEnd
            return
        }
        let texts = record.members.filter {
            $0.key != "source" && $0.key != "sources" && !(losesEnd && $0.key == "ends")
        }.flatMap {
            ActivityTime.texts($0.value, isOfTime: ActivityTime.isOfTime($0.key))
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
        let ofThem = keys.compactMap { record[$0]?.string }.flatMap(ActivityTime.years).max() ?? year
        self.init(
            isPast: year < today.year, isToCome: ofThem > today.year && ofThem == year, year: year,
            remark: "no day is known; the latest year it mentions is \(year)",
            keys: ["starts", "ends"])
        self.losesEnd = losesEnd
    }

    /// The latest year that a text tells where a day is meant that cannot be read.
    private static func yearTold(_ text: String) -> Int? { years(text).max() ?? WrittenDay.shortYear(text) }

    /// A day, a month or a year.
    private struct Moment {
        let year: Int
        let month: Int?
        let day: CivilDate?

        init?(_ value: JSONValue) {
            if let day = WrittenDay.read(value) {
                (year, month, self.day) = (day.year, day.month, day)
            } else if let (year, month) = ActivityTime.month(of: value) {
                (self.year, self.month, day) = (year, month, nil)
            } else {
                return nil
            }
        }

        var isDay: Bool { day != nil }

        /// Whether it ends before the other begins.
        func isBefore(_ other: Moment) -> Bool {
            if let day, let first = other.day { return day < first }
            if year != other.year { return year < other.year }
            return month.flatMap { month in other.month.map { month < $0 } } ?? false
        }

        func isPast(_ today: CivilDate) -> Bool {
            day.map { $0 < today }
                ?? (year < today.year || (year == today.year && month.map { $0 < today.month } ?? false))
        }

        func isToCome(_ today: CivilDate) -> Bool {
            day.map { $0 >= today }
                ?? (year > today.year || (year == today.year && month.map { $0 > today.month } ?? false))
        }
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
        record.members.filter { $0.key == "source" || $0.key == "sources" }.flatMap {
            texts($0.value, isOfTime: isOfTime($0.key))
        }
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

    /// Whether a key is that of a time: a number under it is a year, as under `year`, and not one of people or of money.
    private static func isOfTime(_ key: String) -> Bool {
        ["year", "date", "day", "when", "starts", "ends"].contains { key.lowercased().contains($0) }
    }

    private static func texts(_ value: JSONValue, isOfTime: Bool = false) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap { texts($0, isOfTime: isOfTime) }
        case .object(let object):
            object.members.flatMap { texts($0.value, isOfTime: isOfTime || ActivityTime.isOfTime($0.key)) }
        case .integer(let number): isOfTime ? [String(number)] : []
        case .null, .bool: []
        }
    }
}
