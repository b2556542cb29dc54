import Foundation
import Testing

/// The list of planted faults, held to the sources that it changes and to the tests that it names.
@Suite struct PlantedTests {
    /// One fault of Tests/Planted/faults.
    private struct Fault {
        var name: String
        var file = ""
        var suites: [String] = []
        var old: [String] = []
        var new: [String] = []

        var isSwift: Bool { file.hasSuffix(".swift") }
        var anchor: String { old.joined(separator: "\n") }
        var replacement: String { new.joined(separator: "\n") }
    }

    /// A line of the list that says nothing.
    private struct Strange: Error { var line: String }

    private func faults() throws -> [Fault] {
        var faults: [Fault] = []
        for line in try SourceTree.text("Tests/Planted/faults").split(separator: "\n").map(String.init)
        where !line.hasPrefix("#") {
            guard let space = line.firstIndex(of: " ") else { throw Strange(line: line) }
            let rest = String(line[line.index(after: space)...])
            if line.hasPrefix("fault "), let colon = rest.firstRange(of: ": "), colon.upperBound < rest.endIndex {
                faults.append(Fault(name: String(rest[..<colon.lowerBound])))
                continue
            }
            guard let last = faults.indices.last else { throw Strange(line: line) }
            switch line[..<space] {
            case "file": faults[last].file = rest
            case "caught" where rest.hasPrefix("by "):
                faults[last].suites = rest.dropFirst(3).split(separator: ", ").map(String.init)
            case "-": faults[last].old.append(rest)
            case "+": faults[last].new.append(rest)
            default: throw Strange(line: line)
            }
        }
        return faults
    }

    @Test("there are forty at least, each of a name of its own, with a switch where the compiler reads it")
    func names() throws {
        let faults = try faults()
        #expect(faults.count >= 40)
        #expect(Set(faults.map(\.name)).count == faults.count)
        for fault in faults {
            #expect(fault.name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(fault.name)")
            #expect(!fault.anchor.isEmpty && !fault.replacement.isEmpty, "\(fault.name)")
            #expect(fault.replacement.contains("PLANTED") == fault.isSwift, "\(fault.name)")
            #expect(fault.file.hasPrefix("Sources/") || fault.file.hasPrefix("schema/"), "\(fault.name)")
        }
    }

    /// One after the other, as the planted tree is made.
    @Test("what a fault takes out occurs once in its file")
    func anchors() throws {
        var texts: [String: String] = [:]
        for fault in try faults() {
            let text = try texts[fault.file] ?? SourceTree.text(fault.file)
            let places = text.ranges(of: fault.anchor)
            #expect(places.count == 1, "\(fault.name): \(fault.anchor)")
            guard let place = places.first, fault.isSwift else { continue }
            texts[fault.file] = text.replacingCharacters(in: place, with: fault.replacement)
        }
    }

    @Test("the suites and tests that are to catch a fault are there")
    func suites() throws {
        var sources: [String: String] = [:]
        for fault in try faults() {
            #expect(!fault.suites.isEmpty, "\(fault.name)")
            for named in fault.suites {
                let words = named.split(whereSeparator: { $0 == "." || $0 == "/" }).map(String.init)
                try #require(words.count == 2 || words.count == 3, "\(fault.name): \(named)")
                if sources[words[0]] == nil {
                    sources[words[0]] = try SourceTree.files(under: "Tests/" + words[0], ending: ".swift")
                        .map(SourceTree.text).joined()
                }
                let source = try #require(sources[words[0]])
                #expect(source.contains("struct \(words[1]) "), "\(fault.name): \(named)")
                if words.count == 3 { #expect(source.contains("func \(words[2])("), "\(fault.name): \(named)") }
            }
        }
    }
}
