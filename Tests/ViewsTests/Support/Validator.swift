import Foundation
import Testing

/// Public programs that check what we write.
enum Validator {
    struct Outcome {
        var status: Int32
        var output: String
    }

    /// Runs a program with a text as its input.
    static func run(_ arguments: [String], _ input: String) throws -> Outcome {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("views-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }

    static func schema(_ name: String) -> String { Repository.path("Tests/ViewsTests/Schemas/" + name) }

    /// Against RFC 4287's own grammar; how many entries there are.
    static func atom(_ text: String) throws -> Int {
        let checked = try run(["xmllint", "--noout", "--relaxng", schema("atom.rng"), "-"], text)
        #expect(checked.status == 0, "\(checked.output.prefix(2000))")
        let count = try run(["xmllint", "--xpath", "count(//*[local-name()='entry'])", "-"], text)
        return Int(count.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }

    /// Through two readers of iCalendar; how many entries of each kind.
    static func calendar(_ text: String) throws -> String {
        let checked = try run(["/usr/bin/python3", schema("check-calendar.py")], text)
        #expect(checked.status == 0, "\(checked.output.suffix(2000))")
        return checked.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Well-formed SVG with a title and a description.
    static func svg(_ text: String) throws -> String {
        let checked = try run(["xmllint", "--noout", "-"], text)
        #expect(checked.status == 0, "\(checked.output.prefix(2000))")
        let path =
            "concat(count(//*[local-name()='rect']),' ',//*[local-name()='title'],' / ',//*[local-name()='desc'])"
        return try run(["xmllint", "--xpath", path, "-"], text).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
