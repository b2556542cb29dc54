@testable import CanonicalJSON

/// Random values of the profile, and random texts that write them in a non-canonical way.
enum RandomJSON {
    private static let scalars: [ClosedRange<UInt32>] = [
        0x01...0x1F, 0x20...0x7E, 0x20...0x7E, 0x7F...0x7FF, 0x300...0x36F, 0x800...0xD7FF, 0xE000...0xFFFF,
        0x10000...0x10FFFF,
    ]

    static func text(using generator: inout some RandomNumberGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let range = scalars[Int.random(in: 0..<scalars.count, using: &generator)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    static func value(depth: Int = 5, using generator: inout some RandomNumberGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2:
            let digits = Int64(1) << Int64.random(in: 0...53, using: &generator)
            return .integer(Int64.random(in: -digits...digits, using: &generator))
        case 3: return .string(text(using: &generator))
        case 4:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    value(depth: depth - 1, using: &generator)
                })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        JSONObject.Member(
                            key: text(using: &generator), value: value(depth: depth - 1, using: &generator))
                    }))
        }
    }

    /// The value with members shuffled, white space strewn in and characters escaped at random.
    static func loose(_ value: JSONValue, using generator: inout some RandomNumberGenerator) -> String {
        let body: String
        switch value {
        case .null, .bool, .integer: body = value.canonicalText
        case .string(let text): body = loose(text, using: &generator)
        case .array(let elements):
            body =
                "[" + elements.map { loose($0, using: &generator) }.joined(separator: ",") + space(using: &generator)
                + "]"
        case .object(let object):
            let members = object.members.shuffled(using: &generator).map { member in
                space(using: &generator) + loose(member.key, using: &generator) + space(using: &generator) + ":"
                    + loose(member.value, using: &generator)
            }
            body = "{" + members.joined(separator: ",") + space(using: &generator) + "}"
        }
        return space(using: &generator) + body + space(using: &generator)
    }

    private static func loose(_ text: String, using generator: inout some RandomNumberGenerator) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Bool.random(using: &generator) {
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func space(using generator: inout some RandomNumberGenerator) -> String {
        ["", "", " ", "\n", "\t\r "].randomElement(using: &generator) ?? ""
    }
}
