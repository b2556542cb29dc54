extension PostgresCell {
    /// A numeric as decimal text, with as many digits after the point as its scale says.
    ///
    /// On the wire it is a count of base-10000 digits, the weight of the first, a sign and a scale.
    func numericText() throws(PostgresError) -> String {
        try withBytes { (bytes) throws(PostgresError) in
            var reader = BinaryReader(bytes)
            guard let count = reader.read(UInt16.self), let weight = reader.read(Int16.self),
                let sign = reader.read(UInt16.self), let scale = reader.read(UInt16.self)
            else { throw failure("a numeric cut short") }
            switch sign {
            case 0x0000, 0x4000: break
            case 0xC000: return "NaN"
            case 0xD000: return "Infinity"
            case 0xF000: return "-Infinity"
            default: throw failure("a numeric of an unknown sign")
            }
            var digits: [UInt16] = []
            for _ in 0..<count {
                guard let digit = reader.read(UInt16.self), digit < 10000 else { throw failure("a numeric cut short") }
                digits.append(digit)
            }
            func group(_ exponent: Int) -> String {
                let index = Int(weight) - exponent
                let text = String(digits.indices.contains(index) ? digits[index] : 0)
                return String(repeating: "0", count: 4 - text.count) + text
            }
            let whole = weight < 0 ? "" : (0...Int(weight)).reversed().map(group).joined()
            var text = String(whole.drop { $0 == "0" })
            if text.isEmpty { text = "0" }
            if scale > 0 {
                let groups = (Int(scale) + 3) / 4
                text += "." + (1...groups).map { group(-$0) }.joined().prefix(Int(scale))
            }
            return sign == 0x4000 ? "-" + text : text
        }
    }
}
