import Foundation
import Testing

@testable import CanonicalJSON

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
