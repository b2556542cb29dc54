import Testing

@testable import CivilTime

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
            ("1970-01-01T02:00:00+02:00", 0), ("1969-12-31T19:30:00-04:30", 0),
            ("1970-01-02T00:00:00z", 86_400_000_000),
            ("1970-01-01t00:00:01.5Z", 1_500_000), ("1970-01-01T00:00:00.123456789Z", 123_456),
            ("1970-01-01T23:59:00+23:59", 0), ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)])
    func instantIsRead(_ text: String, _ microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    /// Only a zone is missing: the sentence has the right form of the same moment, which is read.
    @Test(arguments: [
        ("2026-12-15T18:00", "2026-12-15T18:00:00Z"), ("2026-12-15T18:00:30", "2026-12-15T18:00:30Z"),
        ("2026-12-15T18:00:30.5", "2026-12-15T18:00:30.5Z"),
    ])
    func aZoneIsMissing(_ text: String, _ right: String) {
        let fault = Instant.fault(in: text)
        #expect(fault.hasPrefix("has no time zone; write \(right) for UTC, or "), "\(fault)")
        #expect(
            Instant(right) != nil
                && fault.split(separator: " ").contains { Instant(String($0)) != nil && $0.hasSuffix("+02:00") })
    }

    @Test(arguments: ["soon", "", "2026-12-15", "2026-13-15T18:00", "18:00"])
    func nothingIsReadIntoWhatIsNoInstant(_ text: String) {
        #expect(Instant.fault(in: text) == "is not a valid instant; write it as 2026-03-01T12:00:00Z")
    }

    @Test(arguments: [
        "", "2024-05-01", "2024-05-01T10:00:00", "2024-05-01 10:00:00Z", "2024-05-01T10:00Z", "2024-05-01T24:00:00Z",
        "2024-05-01T10:60:00Z", "2024-05-01T10:00:60Z", "2024-05-01T10:00:00.Z", "2024-05-01T10:00:00.1234567890Z",
        "2024-05-01T10:00:00+2:00", "2024-05-01T10:00:00+0200", "2024-05-01T10:00:00+24:00",
        "2024-05-01T10:00:00+02:60", "2024-05-01T10:00:00Zulu", "2024-02-30T10:00:00Z", "2024-05-01T10:00:00,5Z",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2024-05-01T1a:00:00Z", "2024-05-01T10-00-00Z",
        "2024-05-01T10:00:00.", "2024-05-01T10:00:00é",
    ])
    func otherFormsAreNoInstant(_ text: String) {
        #expect(Instant(text) == nil)
    }

    /// People leave out the seconds; the record never does.
    @Test(arguments: [
        ("2027-02-01T10:00Z", "2027-02-01T10:00:00.000000Z"), ("2027-02-01T10:00+05:30", "2027-02-01T04:30:00.000000Z"),
        ("2027-02-01t10:00z", "2027-02-01T10:00:00.000000Z"), ("2027-02-01T10:00-04:00", "2027-02-01T14:00:00.000000Z"),
        ("2027-02-01T10:00:30.5Z", "2027-02-01T10:00:30.500000Z"),
    ])
    func secondsMayBeLeftOut(_ text: String, _ canonical: String) {
        #expect(Instant(written: text)?.description == canonical)
        #expect(Instant.fault(in: text) == "is an instant")
    }

    @Test(arguments: [
        "2027-02-01T10:00", "2027-02-01T10:00.5Z", "2027-02-01T10Z", "2027-02-01T10:60Z", "2027-02-01T10:00+5",
        "2027-02-01T10:00Zulu", "2027-02-01", "", "2027-02-01T10:0éZ",
    ])
    func whatIsNoInstantIsNoneWithoutSecondsEither(_ text: String) {
        #expect(Instant(written: text) == nil)
    }

    @Test func writtenFormIsReadBack() {
        var step: Int64 = 1
        for _ in 0..<60 {
            for microseconds in [step, -step, step &* 7 &+ 13] {
                let instant = Instant(microseconds: microseconds)
                #expect(Instant(instant.description) == instant)
                #expect(instant.description.utf8.count == 27)
            }
            step &*= 2
        }
    }

    @Test func countsOutsideAreTheNearest() {
        #expect(Instant(microseconds: .max).description == "9999-12-31T23:59:59.999999Z")
        #expect(Instant(microseconds: .min).description == "0001-01-01T00:00:00.000000Z")
        #expect(Instant(microseconds: 5).advanced(byMicroseconds: .max) == Instant(microseconds: .max))
        #expect(Instant(microseconds: -5).advanced(byMicroseconds: .min) == Instant(microseconds: .min))
    }

    @Test func localDayFollowsTheClock() throws {
        let late = try #require(Instant("2024-05-01T23:30:00Z"))
        #expect(late.date(hoursEast: 0).description == "2024-05-01")
        #expect(late.date(hoursEast: 1).description == "2024-05-02")
        #expect(late.date(hoursEast: -14).description == "2024-05-01")
        let before = try #require(Instant("1969-12-31T23:00:00Z"))
        #expect(before.date.description == "1969-12-31")
        #expect(before.date(hoursEast: 14).description == "1970-01-01")
        #expect(try Instant(startOf: #require(CivilDate("1970-01-02"))).microseconds == Instant.microsecondsPerDay)
    }
}
