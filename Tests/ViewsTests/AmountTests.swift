import Testing

@testable import Views

@Suite struct AmountTests {
    @Test(arguments: [
        ("0", 2, "0.00"), ("729667250.44", 2, "729667250.44"), ("0.005", 2, "0.00"), ("0.015", 2, "0.02"),
        ("0.025", 2, "0.02"), ("0.0251", 2, "0.03"), ("1.5", 0, "2"), ("2.5", 0, "2"), ("999.995", 2, "1000.00"),
        ("999999999999999999.9999", 4, "999999999999999999.9999"),
    ])
    func roundsHalfToEven(text: String, decimals: Int, shown: String) throws {
        #expect(try #require(Amount(text)).text(decimals: decimals) == shown)
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "1e3", "1.00000", "1 000", "1,5", "1234567890123456789", "٣"])
    func refusesWhatIsNoAmount(text: String) { #expect(Amount(text) == nil) }

    @Test func sumsAreExact() throws {
        var sum = Amount.zero
        for _ in 0..<1_000 { sum += try #require(Amount("0.1")) }
        #expect(sum == Amount(100))
        #expect((Amount(1) - (try #require(Amount("2.5")))).text() == "-1.50")
        #expect((try #require(Amount("42870000"))).text(decimals: 2, power: 6) == "42.87")
    }

    @Test func sharesAreOfTheWhole() {
        #expect(Amount.percent(23, of: 26, decimals: 1) == "88.5")
        #expect(Amount.percent(9, of: 24, decimals: 1) == "37.5")
        #expect(Amount.percent(1, of: 3, decimals: 2) == "33.33")
        #expect(Amount.percent(1, of: 0, decimals: 2) == nil)
        #expect(Amount.percent(0, of: 7, decimals: 0) == "0")
    }

    @Test func decimalsAsWritten() {
        #expect(Amount.decimals(of: "12") == 0)
        #expect(Amount.decimals(of: "12.345") == 3)
    }
}
