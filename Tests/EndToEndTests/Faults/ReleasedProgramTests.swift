import Failpoints
import Foundation
import TestSupport
import Testing

/// A program for users has no failpoints.
@Suite(.timeLimit(.minutes(60))) struct ReleasedProgramTests {
    private static let sites = """
        import Failpoints
        public struct Broken: Error { public let why: String }
        public func work() throws(Broken) -> Int {
            Failpoint.clusterInitialised.reached()
            Failpoint.sending("the text of a statement that comes next", on: 1) { true }
            Failpoint.sent("the text of a statement that was sent last", on: 1) { true }
            try Failpoint.checkpointPublished.reached(else: Broken(why: "the error of a step that failed here"))
            return 1
        }
        """

    /// What only a failpoint brings along. The compiler makes instructions of words of fifteen bytes or less, so no such word is looked for.
    private static let words = [
        "CHANCERY_FAILPOINTS", "checkpointPublished", "clusterInitialised", "INSERT INTO upload_part",
        "the text of a statement that comes next", "the text of a statement that was sent last",
        "the error of a step that failed here",
    ]

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
            let objects = try ["Failpoints.o", "Sites.o"].map {
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))
            }
            return Self.words.filter { word in objects.contains { $0.range(of: Data(word.utf8)) != nil } }
        }
        #expect(try await found([]) == [])
        // The same look finds each where it is.
        #expect(try await found(["-D", "FAILPOINTS"]) == Self.words)
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
