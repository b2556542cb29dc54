import CanonicalJSON
import Foundation
import Testing

@testable import Record

/// The public vectors of RFC 8785: every file that stands under Vectors/jcs, and the RFC's own example of order.
@Suite struct CanonicalVectorTests {
    /// What stands in a vector and outside the profile, and what the test puts there instead.
    static let fractions: [String: [(from: String, to: String)]] = [
        "structures.json": [("56.0", "56")],
        "values.json": [
            ("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]", "[333333333, 4]"),
            ("[333333333.3333333,1e+30,4.5,0.002,1e-27]", "[333333333,4]"),
        ],
    ]

    @Test func everyInputBecomesItsOutput() throws {
        let inputs = try Vectors.files(under: "jcs/input", suffix: ".json")
        let outputs = Dictionary(uniqueKeysWithValues: try Vectors.files(under: "jcs/output", suffix: ".json"))
        #expect(inputs.count >= 6)
        for input in inputs {
            let output = try #require(outputs[input.path])
            if CanonicalVectorTests.fractions[input.path] != nil {
                #expect(throws: JSONError.self) { try JSONValue.parse(Array(input.data)) }
            }
            let value = try JSONValue.parse(CanonicalVectorTests.withinProfile(input.data, input.path))
            let expected = CanonicalVectorTests.withinProfile(output, input.path)
            #expect(value.canonicalBytes == expected, "\(input.path)")
            #expect(try JSONValue.parse(expected) == value, "\(input.path)")
        }
    }

    @Test func everyOutputIsTheOneInHexadecimal() throws {
        let outputs = Dictionary(uniqueKeysWithValues: try Vectors.files(under: "jcs/output", suffix: ".json"))
        for file in try Vectors.files(under: "jcs/outhex", suffix: ".txt") {
            let text = String(decoding: file.data, as: UTF8.self)
            let digits = text.split { $0.isWhitespace }.joined()
            let output = try #require(outputs[file.path.replacingOccurrences(of: ".txt", with: ".json")])
            #expect(Hexadecimal.decode(digits) == Array(output), "\(file.path)")
        }
    }

    @Test func keysStandAsInTheExampleOfTheRFC() throws {
        let value = try JSONValue.parse(
            #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
             "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
             "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#)
        #expect(
            value.object?.members.map(\.value.string) == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ])
    }

    private static func withinProfile(_ data: Data, _ name: String) -> [UInt8] {
        var text = String(decoding: data, as: UTF8.self)
        for change in fractions[name, default: []] {
            text = text.replacingOccurrences(of: change.from, with: change.to)
        }
        return Array(text.utf8)
    }
}
