/// The year and the number of a ref. They are the order in which the refs of a forum were given out.
package struct RefNumber: Sendable, Hashable, Comparable {
    package var year: Int32
    package var number: Int32

    package init(year: Int32, number: Int32) {
        self.year = year
        self.number = number
    }

    package static func < (left: RefNumber, right: RefNumber) -> Bool {
        (left.year, left.number) < (right.year, right.number)
    }

    /// The ref of a forum whose refs begin so.
    func ref(_ prefix: String) -> String { "\(prefix)-\(RefNumber.padded(year))-\(RefNumber.padded(number))" }

    private static func padded(_ number: Int32) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
