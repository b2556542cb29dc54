import Foundation
import Testing

@testable import CanonicalJSON

/// SplitMix64: the same inputs on every run, so a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Why a text is refused, nil when it is read.
func refusal(_ bytes: [UInt8]) -> JSONError.Reason? {
    do {
        _ = try JSONValue.parse(bytes)
        return nil
    } catch {
        return error.reason
    }
}

/// Why a text is refused, nil when it is read.
func refusal(_ text: String) -> JSONError.Reason? { refusal(Array(text.utf8)) }

/// One file of the vectors.
struct Vector: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }

    /// Every file of a folder under Vectors, by name.
    static func all(in folder: String) throws -> [Vector] {
        let directory = try #require(Bundle.module.url(forResource: "Vectors", withExtension: nil))
            .appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted().map { name in
            Vector(name: name, bytes: [UInt8](try Data(contentsOf: directory.appendingPathComponent(name))))
        }
    }
}
