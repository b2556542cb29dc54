/// An exact decimal number with four places behind the point: amounts of money, their sums, figures that a paper printed.
package struct Amount: Sendable, Hashable, Comparable {
    /// Ten-thousandths.
    package private(set) var units: Int128

    package static let zero = Amount(units: 0)
    static let places = 4

    package init(units: Int128) { self.units = units }

    package init(_ whole: Int) { units = Int128(whole) * Amount.power(Amount.places) }

    /// Reads digits with at most four more behind a point (`729667250.44`); nil otherwise.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, (1...18).contains(whole.count) else { return nil }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || (1...Amount.places).contains(fraction.count) else { return nil }
        var value: Int128 = 0
        for byte in Array(whole) + fraction {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int128(byte - UInt8(ascii: "0"))
        }
        units = value * Amount.power(Amount.places - fraction.count)
    }

    /// The sum. With 18 digits before the point, 10^15 amounts fit before anything could overflow.
    package static func + (left: Amount, right: Amount) -> Amount { Amount(units: left.units &+ right.units) }
    package static func - (left: Amount, right: Amount) -> Amount { Amount(units: left.units &- right.units) }
    package static func += (left: inout Amount, right: Amount) { left = left + right }
    package static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    package var magnitude: Amount { units < 0 ? Amount(units: -units) : self }

    /// The number in units of ten to a power, rounded half to even to so many places.
    package func text(decimals: Int = 2, power: Int = 0) -> String {
        Amount.text(units, over: Amount.power(Amount.places + power), decimals: decimals)
    }

    /// Rounded half to even to so many places.
    package func rounded(to decimals: Int) -> Amount {
        let unit = Amount.power(Amount.places - min(decimals, Amount.places))
        return Amount(units: Amount.quotient(units, unit) * unit)
    }

    /// How many hundredths of a whole this is, as text; nil of nothing.
    package func percent(of whole: Amount, decimals: Int) -> String? {
        Amount.percent(units, of: whole.units, decimals: decimals)
    }

    /// A part of a whole in hundredths, rounded half to even; nil of nothing.
    package static func percent(_ part: Int128, of whole: Int128, decimals: Int) -> String? {
        whole > 0 ? text(part * 100, over: whole, decimals: decimals) : nil
    }

    /// How many places a written figure has behind its point.
    static func decimals(of text: String) -> Int {
        text.utf8.lastIndex(of: UInt8(ascii: ".")).map { text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1 } ?? 0
    }

    private static func text(_ value: Int128, over unit: Int128, decimals: Int) -> String {
        let rounded = quotient(value * power(decimals), unit)
        let digits = String(rounded.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = rounded < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// The quotient rounded half to even.
    private static func quotient(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
        let twice = rest.magnitude * 2
        let roundsAway = twice > divisor.magnitude || (twice == divisor.magnitude && whole % 2 != 0)
        return roundsAway ? whole + (value < 0 ? -1 : 1) : whole
    }

    static func power(_ exponent: Int) -> Int128 {
        var value: Int128 = 1
        for _ in 0..<max(0, exponent) { value *= 10 }
        return value
    }
}
