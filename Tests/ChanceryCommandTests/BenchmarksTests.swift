import Testing

/// The benchmarks are a package of their own, which the tests do not build.
@Suite struct BenchmarksTests {
    /// Their scripts parse, and the modules, tables, verbs and options that they name are there.
    @Test func theyStillFitTheProgram() throws {
        let ended = try Shell.run(["/usr/bin/env", "python3", Repository.path("Benchmarks/check")])
        #expect(ended.status == 0, "\(ended.out)\(ended.err)")
    }
}
