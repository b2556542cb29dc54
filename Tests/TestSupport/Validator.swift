import Foundation
import Glibc

/// Public programs that check what we write.
package enum Validator {
    /// What a program says against a text.
    package struct Rejected: Error, CustomStringConvertible {
        package let description: String
    }

    /// What a program prints that reads a text; thrown where it fails.
    private static func run(_ arguments: [String], _ input: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("checked-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = file.path + ".out"
        defer { unlink(answer) }
        let status = try Subprocess(
            ["/usr/bin/env"] + arguments, input: .file(file.path), output: .file(answer), errors: .file(answer)
        ).wait()
        let output = try Data(contentsOf: URL(fileURLWithPath: answer))
        let text = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard status == 0 else {
            throw Rejected(description: "\(arguments[0]): \(text.suffix(2000))")
        }
        return text
    }

    private static func schema(_ name: String) -> String {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast()
        return parts.joined(separator: "/") + "/Schemas/" + name
    }

    /// Against RFC 4287's own grammar; how many entries there are.
    package static func atom(_ text: String) throws -> Int {
        _ = try run(["xmllint", "--noout", "--relaxng", schema("atom.rng"), "-"], text)
        return Int(try run(["xmllint", "--xpath", "count(//*[local-name()='entry'])", "-"], text)) ?? -1
    }

    /// Through two readers of iCalendar; how many entries of each kind.
    package static func calendar(_ text: String) throws -> String {
        try run(["/usr/bin/python3", schema("check-calendar.py")], text)
    }

    /// Well-formed SVG with a title and a description.
    package static func svg(_ text: String) throws -> String {
        _ = try run(["xmllint", "--noout", "-"], text)
        let path =
            "concat(count(//*[local-name()='rect']),' ',//*[local-name()='title'],' / ',//*[local-name()='desc'])"
        return try run(["xmllint", "--xpath", path, "-"], text)
    }
}
