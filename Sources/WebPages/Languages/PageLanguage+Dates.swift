import CivilTime

/// Days as people write them. Arabic names each month twice, as it is called in the east and in the west of the Arab world.
extension PageLanguage {
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    private static let arabicMonths = [
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه", "تموز/يوليه",
        "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    ]

    private func month(_ date: CivilDate) -> String {
        switch self {
        case .english: PageLanguage.englishMonths[date.month - 1]
        case .french: PageLanguage.frenchMonths[date.month - 1]
        case .arabic: PageLanguage.arabicMonths[date.month - 1]
        }
    }

    /// The number of a day: `3`, and in French `1er`.
    private func number(_ date: CivilDate) -> String { self == .french && date.day == 1 ? "1er" : "\(date.day)" }

    private func dayAndMonth(_ date: CivilDate) -> String { "\(number(date)) \(month(date))" }

    func day(_ date: CivilDate) -> String { "\(dayAndMonth(date)) \(date.year)" }

    /// From one day to another, with no more of the first than differs.
    func days(_ first: CivilDate, _ last: CivilDate) -> String {
        let start =
            first.year != last.year ? day(first) : first.month != last.month ? dayAndMonth(first) : number(first)
        return switch self {
        case .english: "\(start) to \(day(last))"
        case .french: "du \(start) au \(day(last))"
        case .arabic: "من \(start) إلى \(day(last))"
        }
    }

    /// A day with a time of day.
    func minute(_ day: String, _ time: String) -> String {
        switch self {
        case .english: "\(day), \(time)"
        case .french: "\(day) à \(time)"
        case .arabic: "\(day)، \(time)"
        }
    }
}
