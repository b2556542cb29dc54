import Failpoints
import Foundation
import TestSupport
import Testing

/// A program for users has no failpoints.
@Suite struct ReleasedProgramTests {
    private static let sites = """
        import Failpoints
        public struct Broken: Error { public let why: String }
        public func work() throws(Broken) -> Int {
            Failpoint.committed.reached()
            Failpoint.sending("COMMIT", on: 1) { true }
            Failpoint.sent("COMMIT", on: 1) { true }
            try Failpoint.tilesKept.reached(else: Broken(why: "struckHere"))
            return 1
        }
        """

    /// The module as it is, and sites as they are, compiled with optimization: of neither is anything left.
    @Test func nothingOfAFailpointIsLeft() async throws {
        let folder = try TestRoot.makeDirectory("released")
        try Self.sites.write(toFile: folder + "/Sites.swift", atomically: true, encoding: .utf8)
        let sources = ["Failpoint", "Failpoint+Statements", "Arming"].map {
            Repository.path("Sources/Failpoints/\($0).swift")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: Repository.path("Sources/Failpoints"))
        #expect(files.count == sources.count)
        func found(_ conditions: [String]) async throws -> [String] {
            for (module, files) in [("Failpoints", sources), ("Sites", [folder + "/Sites.swift"])] {
                let compiled = try await ClientProgram.run(
                    "swiftc",
                    conditions + [
                        "-O", "-wmo", "-parse-as-library", "-swift-version", "6", "-package-name", "p", "-module-name",
                        module, "-I", ".", "-emit-module", "-emit-object", "-o", module + ".o",
                    ] + files, in: folder)
                try #require(compiled.status == 0, "\(compiled.errors)")
            }
            let words = ["CHANCERY_FAILPOINTS", "committed", "tilesKept", "struckHere", "COMMIT", "SELECT"]
            let objects = try ["Failpoints.o", "Sites.o"].map {
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))
            }
            return words.filter { word in objects.contains { $0.range(of: Data(word.utf8)) != nil } }
        }
        #expect(try await found([]) == [])
        // The same look finds them where they are.
        #expect(try await found(["-D", "FAILPOINTS"]).contains("CHANCERY_FAILPOINTS"))
    }

    @Test func theManifestAsksForThemInDebugBuildsAlone() throws {
        let manifest = try String(contentsOfFile: Repository.path("Package.swift"), encoding: .utf8)
        #expect(manifest.components(separatedBy: "FAILPOINTS").count == 2)
        #expect(manifest.contains(#".define("FAILPOINTS", .when(configuration: .debug))"#))
    }

    /// The page names each failpoint, and no other.
    @Test func thePageNamesThem() throws {
        let page = try String(contentsOfFile: Repository.path("docs/testing.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = rows.flatMap { row in
            (row.split(separator: "|").first ?? "").matches(of: /`(\w+)`/).map { String($0.1) }
        }
        #expect(named.filter { Failpoint(rawValue: $0) != nil }.sorted() == Failpoint.allCases.map(\.rawValue).sorted())
    }
}
