import Testing

@testable import CivilTime

@Suite struct CivilDateTests {
    /// Counts the days by the rules of the calendar alone, without the algorithm under test.
    @Test func everyDayOfTwoCenturiesIsItself() throws {
        var days = try #require(CivilDate("1900-01-01")).daysSinceEpoch
        #expect(days == -25_567)
        for year in 1900...2100 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (index, length) in lengths.enumerated() {
                for day in 1...length {
                    let date = try #require(CivilDate(year: year, month: index + 1, day: day))
                    #expect(date.daysSinceEpoch == days)
                    #expect(CivilDate(daysSinceEpoch: days) == date)
                    #expect(CivilDate(date.description) == date)
                    days += 1
                }
                #expect(CivilDate(year: year, month: index + 1, day: length + 1) == nil)
            }
        }
    }

    @Test(arguments: [
        ("2000-02-29", true), ("1900-02-29", false), ("2024-02-29", true), ("2023-02-29", false),
        ("2100-02-29", false), ("2400-02-29", true), ("0001-01-01", true), ("9999-12-31", true),
        ("0000-12-31", false), ("2024-00-10", false), ("2024-13-01", false), ("2024-04-31", false),
        ("2024-06-00", false),
    ])
    func dayExists(_ text: String, _ exists: Bool) {
        #expect((CivilDate(text) != nil) == exists)
    }

    @Test(arguments: [
        "", "2024", "2024-5-01", "2024-05-1", "24-05-01", "2024/05/01", "2024-05-01 ", " 2024-05-01", "2024-05-01T",
        "+024-05-01", "-024-05-01", "2024-0५-01", "abcd-ef-gh", "2024--5-01", "99999-01-01",
    ])
    func otherFormsAreNoDay(_ text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func countsOutsideTheCalendarAreNoDay() throws {
        let first = try #require(CivilDate("0001-01-01"))
        let last = try #require(CivilDate("9999-12-31"))
        #expect(CivilDate(daysSinceEpoch: first.daysSinceEpoch) == first)
        #expect(CivilDate(daysSinceEpoch: last.daysSinceEpoch) == last)
        #expect(CivilDate(daysSinceEpoch: first.daysSinceEpoch - 1) == nil)
        #expect(CivilDate(daysSinceEpoch: last.daysSinceEpoch + 1) == nil)
        #expect(CivilDate(daysSinceEpoch: .min) == nil)
        #expect(CivilDate(daysSinceEpoch: .max) == nil)
        #expect(CivilDate(year: .max, month: 1, day: 1) == nil)
        #expect(first < last)
    }
}
