import Testing

/// No result may hang on how fast the machine is.
@Suite("Timing")
struct TimingTests {
    /// A limit is there to end what hangs, and decides nothing else.
    @Test("every time limit of the tests is an hour")
    func limits() throws {
        var count = 0
        for file in try SourceTree.files(under: "Tests", ending: ".swift") where !file.hasSuffix("TimingTests.swift") {
            for match in try SourceTree.text(file).matches(of: /\.timeLimit\((.*?)\)+/) {
                #expect(match.1 == ".minutes(60", "\(file): \(match.0)")
                count += 1
            }
        }
        #expect(count > 30)
    }

    @Test("no test sleeps")
    func sleep() throws {
        // The timer beside a read that may never be answered.
        let allowed = [
            "Tests/ProtocolPageTests/Server/LineConnection.swift", "Tests/ConformanceTests/Server/Wire.swift",
        ]
        for file in try SourceTree.files(under: "Tests", ending: ".swift")
        where !allowed.contains(file) && !file.hasSuffix("TimingTests.swift") {
            let text = try SourceTree.text(file)
            for word in ["Task.sleep", "Thread.sleep", "usleep(", "nanosleep("] {
                #expect(!text.contains(word), "\(file) sleeps")
            }
        }
    }
}
