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
        #expect(LogFile(timeline: 1, holding: "2/FF000028") == last)
        #expect(try #require(LogFile(named: "0000000200000000000000A0")) > last)
        for name in [
            "", "00000001.history", "0000000100000002000000FF.gz", "0000000100000002000000ff",
            "0000000100000002000000F",
            "000000010000000200000003.00000028.backup",
        ] { #expect(LogFile(named: name) == nil, "\(name)") }
        for place in ["", "0", "0/", "0/5/5", "x/1"] {
            #expect(LogFile(timeline: 1, holding: Substring(place)) == nil, "\(place)")
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
        #expect(try fault(["00000002.history"])?.contains("holds no archived write-ahead log") == true)
    }

    @Test func aLogThatWasNotReadToItsEndIsNoticed() throws {
        let log = try ArchivedLog(try directory([name(4), name(5), name(6), name(7) + ".partial"]))
        func fault(_ history: String?) throws -> String? {
            let cluster = try TestRoot.makeDirectory("cluster")
            let names = try directory([name(8, timeline: 2)], in: cluster)
            if let history { try FileSystem.append(history, to: names + "/00000002.history") }
            do { try log.checkRead(by: cluster) } catch { return "\(error)" }
            return nil
        }
        #expect(try fault("1\t0/7000110\tno recovery target specified\n") == nil)
        #expect(try fault("1\t0/6FFFFF0\tno recovery target specified\n") == nil)
        #expect(
            try fault("1\t0/5000110\tno recovery target specified\n")?.contains(
                "goes on to \(name(7)), but could be read to \(name(5)) only") == true)
        for unknown in [nil, "", "# nothing\n", "3\t0/7000110\tanother timeline\n"] {
            #expect(try fault(unknown)?.contains("is not known") == true, "\(unknown ?? "no file")")
        }
    }
}
