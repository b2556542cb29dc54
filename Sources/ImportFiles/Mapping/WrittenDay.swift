import CanonicalJSON
import CivilTime

/// A day as lists and spreadsheets write it, where only one day can be meant.
enum WrittenDay {
    /// A text, or a number: 20150501, or the one that a spreadsheet has for a day, 44927 for 2023-01-01, counted from 1899-12-30. No year
    /// is meant by five digits, nor one before ``CivilDate/firstYear``: the server takes none.
    static func read(_ value: JSONValue) -> CivilDate? {
        let day: CivilDate? =
            if let number = value.integer { serial(Int(number)) ?? eightDigits(Int(number)) } else {
                value.string.flatMap { read($0) }
            }
        return day.flatMap { $0.year < CivilDate.firstYear ? nil : $0 }
    }

    private static func eightDigits(_ number: Int) -> CivilDate? {
        (1900...2100).contains(number / 10_000)
            ? CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100) : nil
    }

    private static func serial(_ number: Int) -> CivilDate? {
        (10_000...99_999).contains(number) ? CivilDate(daysSinceEpoch: number - 25_569) : nil
    }

    /// `2027-03-05`, with a time behind it or without; `2027/3/5`, `20270305`, `5.3.2027`; `13/05/2027` and `05/13/2027`, of which one
    /// number can be no month. Nil of `05/03/2027`, which is a day of March or of May, and of years of two digits.
    static func read(_ text: String) -> CivilDate? {
        let text = PartnerNames.trimmed(text[...])
        if let day = CivilDate(text) { return day }
        let word = withoutTime(text[...])
        if let day = CivilDate(String(word)) { return day }
        for sign in ["-", "/", "."] as [Character] {
            let parts = word.split(separator: sign, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let numbers = parts.map(number)
            guard let first = numbers[0], let second = numbers[1], let third = numbers[2] else { return nil }
            if parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2 {
                return CivilDate(year: first, month: second, day: third)
            }
            guard parts[2].utf8.count == 4, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2, sign != "-" else {
                return nil
            }
            let (dayFirst, monthFirst) = (
                CivilDate(year: third, month: second, day: first), CivilDate(year: third, month: first, day: second)
            )
            if sign == "." { return dayFirst }
            guard let one = dayFirst, let other = monthFirst else { return dayFirst ?? monthFirst }
            return one == other ? one : nil
        }
        // Behind the point a spreadsheet's number has the time of the day.
        let whole = word.split(separator: ".", omittingEmptySubsequences: false)
        if whole.count == 2, number(whole[1]) != nil, whole[0].utf8.count == 5 {
            return number(whole[0]).flatMap(serial)
        }
        guard let number = number(word) else { return nil }
        guard word.utf8.count == 8 else { return word.utf8.count == 5 ? serial(number) : nil }
        return eightDigits(number)
    }

    /// The year that a day with two digits of it can mean, where no other is likely: `1-May-15`, `15/05/15`, `15.5.15`. It is the one of
    /// this century, and only tells when the day was, never which day it is.
    static func shortYear(_ text: String) -> Int? {
        let word = withoutTime(PartnerNames.trimmed(text[...])[...])
        let parts = word.split { "-/. ,'’".contains($0) }.map(String.init)
        guard parts.count == 3, let last = parts.last, last.utf8.count == 2, let year = Int(last) else { return nil }
        let others = parts.dropLast()
        let isDay = others.contains { part in part.utf8.count <= 2 && Int(part).map { (1...31).contains($0) } ?? false }
        let isNamed = others.contains { part in
            part.count >= 3 && part.allSatisfy(\.isLetter) && isMonth(part)
        }
        // Of `15-05-31` the first number may as well be the year.
        let isNumbers = others.allSatisfy { $0.utf8.count <= 2 && Int($0) != nil } && !word.contains("-")
        return isDay && (isNamed || isNumbers) ? 2000 + year : nil
    }

    private static func isMonth(_ word: String) -> Bool {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return months.contains { word.lowercased().hasPrefix($0) }
    }

    /// The text up to a time of the day.
    private static func withoutTime(_ text: Substring) -> Substring {
        guard let end = text.firstIndex(where: { $0 == "T" || $0 == "t" || $0 == " " }) else { return text }
        let time = text[text.index(after: end)...]
        let isTime =
            time.count >= 5 && time.prefix(2).allSatisfy(\.isWholeNumber) && time.dropFirst(2).first == ":"
            && time.allSatisfy { $0.isASCII && ($0.isWholeNumber || ":.,+-Zz ".contains($0)) }
        return isTime ? text[..<end] : text
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
