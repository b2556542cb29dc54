import Glibc
import TestSupport
import Testing

@testable import PostgresStore

/// Archived write-ahead log beside the log of a copy, without a cluster.
@Suite struct ArchivedLogTests {
    @Test func filesOfTheLogAreKnownByTheirNames() throws {
        let last = try #require(LogFile(named: "0000000100000002000000FF"))
        #expect(last == LogFile(timeline: 1, number: 0x2FF))
        #expect(last.next.description == "000000010000000300000000")
        #expect(LogFile(named: "0000000100000002000000FF.partial") == last)
        let place = try #require(LogPlace(timeline: 1, "2/FF000028"))
        #expect(place.file == last && place.offset == 40 && place.description == "byte 40 of \(last)")
        #expect(try #require(LogFile(named: "0000000200000000000000A0")) > last)
        for name in [
            "", "00000001.history", "0000000100000002000000FF.gz", "0000000100000002000000ff",
            "0000000100000002000000F", "000000010000000200000100",
            "000000010000000200000003.00000028.backup",
        ] { #expect(LogFile(named: name) == nil, "\(name)") }
        for place in ["", "0", "0/", "0/5/5", "x/1"] {
            #expect(LogPlace(timeline: 1, Substring(place)) == nil, "\(place)")
        }
    }

    /// A directory with files of these numbers.
    private func directory(_ names: [String], in parent: String? = nil) throws -> String {
        let made = try parent.map { "\($0)/pg_wal" } ?? TestRoot.freePath("log")
        try FileSystem.makeDirectory(made, mode: 0o700)
        for name in names { try FileSystem.append("", to: "\(made)/\(name)") }
        return made
    }

    private func name(_ number: UInt64, timeline: UInt32 = 1) -> String {
        LogFile(timeline: timeline, number: number).description
    }

    /// What is wrong with an archive of these files beside a copy that ends with file 4.
    private func fault(_ names: [String]) throws -> String? {
        let copy = try TestRoot.makeDirectory("copy")
        _ = try directory([name(3), name(4)], in: copy)
        do { try ArchivedLog(try directory(names)).check(goesOnFrom: copy) } catch { return "\(error)" }
        return nil
    }

    @Test func anArchiveGoesOnFromACopyOrDoesNot() throws {
        #expect(try fault([name(2), name(3), name(4), name(5) + ".partial"]) == nil)
        #expect(try fault([name(4) + ".partial"]) == nil)
        #expect(try fault([name(5), name(6)]) == nil)
        #expect(try fault([name(1), name(3), name(4)]) == nil, "what the copy has itself may be missing")
        #expect(try fault([name(3), name(6)])?.contains("does not go on from this backup") == true)
        #expect(try fault([name(4, timeline: 2)])?.contains("it has neither \(name(4)) nor \(name(5))") == true)
        #expect(try fault([name(4), name(5), name(7), name(8)])?.contains("has a gap: it lacks \(name(6))") == true)
        let (second, third) = (name(5, timeline: 2), name(6, timeline: 3))
        #expect(try fault([name(4), name(5), second, "00000002.history"]) == nil)
        #expect(try fault([name(4), name(5), second])?.contains("lacks 00000002.history, which says") == true)
        #expect(
            try fault([name(4), second, third, "00000002.history"])?.contains("lacks 00000003.history, which") == true)
        #expect(
            try fault([name(4), second, name(7, timeline: 2), "00000002.history"])?.contains(
                "has a gap: it lacks \(name(6, timeline: 2))") == true)
        #expect(try fault(["00000002.history"])?.contains("holds no archived write-ahead log") == true)
    }

    /// What is said of an archive where a cluster ended its recovery with this history.
    private func fault(_ log: ArchivedLog, _ history: String?) throws -> String? {
        let cluster = try TestRoot.makeDirectory("cluster")
        let names = try directory([name(8, timeline: 9)], in: cluster)
        if let history { try FileSystem.append(history, to: names + "/00000009.history") }
        do { try log.checkRead(by: cluster) } catch { return "\(error)" }
        return nil
    }

    @Test func aLogThatWasNotReadToItsEndIsNoticed() throws {
        let log = try ArchivedLog(try directory([name(4), name(5), name(6), name(7) + ".partial"]))
        #expect(try fault(log, "1\t0/7000110\tno recovery target specified\n") == nil)
        #expect(try fault(log, "1\t0/6FFFFF0\tno recovery target specified\n") == nil)
        let early = try #require(try fault(log, "1\t0/5000110\tno recovery target specified\n"))
        #expect(early.contains("goes on to \(name(7)), but could be read to byte 272 of \(name(5)) only"), "\(early)")
        #expect(early.contains("up to \(name(5)), and end that one there: truncate -s 272 \(name(5)) &&"), "\(early)")
        #expect(try fault(log, "1\t0/5000000\t\n")?.hasSuffix("the files before \(name(5))") == true)
        for unknown in [nil, "", "# nothing\n", "3\t0/7000110\tanother timeline\n", "1\t7000110\tno place\n"] {
            #expect(try fault(log, unknown)?.contains("is not known") == true, "\(unknown ?? "no file")")
        }
    }

    /// The first timeline was left in file 6; what it has after that was given up.
    @Test func theLogOfEachTimelineIsCompared() throws {
        let second = [name(6, timeline: 2), name(7, timeline: 2) + ".partial", "00000002.history"]
        let log = try ArchivedLog(try directory((4...9).map { name($0) } + second))
        let left = "1\t0/6000500\tleft\n"
        #expect(try fault(log, "\(left)\n2\t0/7000110\tend\n") == nil)
        #expect(
            try fault(log, "\(left)2\t0/5000110\tend\n")?.contains("read to byte 272 of \(name(5, timeline: 2))")
                == true)
        let passed = try #require(try fault(log, "1\t0/9000110\tthe second timeline was not found\n"))
        #expect(
            passed.contains("goes on to \(name(7, timeline: 2)), but timeline 2 could not be followed"), "\(passed)")
    }

    @Test func logThatIsDamagedInItsLastFileIsNoticed() throws {
        let folder = try directory([])
        let place: UInt64 = 7 * LogFile.bytes
        let pages = SyntheticLog(place, [200, 9000, 64, 64])
        try pages.write(to: "\(folder)/\(name(7)).partial")
        let log = try ArchivedLog(folder)
        func fault(_ end: UInt64) throws -> String? {
            try self.fault(log, "1\t0/\(String(end, radix: 16, uppercase: true))\tend\n")
        }
        #expect(try fault(pages.ends[3]) == nil)
        for index in 0..<3 {
            let offset = pages.ends[index] - place
            let found = try #require(try fault(pages.ends[index]))
            #expect(found.contains("read to byte \(offset) of \(name(7)) only"), "\(found)")
            #expect(found.hasSuffix("truncate -s \(offset) \(name(7)).partial && truncate -s 16M \(name(7)).partial"))
        }
        // As it is told to do.
        #expect(truncate("\(folder)/\(name(7)).partial", off_t(pages.ends[1] - place)) == 0)
        #expect(truncate("\(folder)/\(name(7)).partial", off_t(LogFile.bytes)) == 0)
        #expect(try fault(pages.ends[1]) == nil)
    }
}
