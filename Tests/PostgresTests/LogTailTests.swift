import Glibc
import Testing

@testable import PostgresStore

/// What follows the place where reading log ended: nothing, a record that lacks its end, or log that is damaged.
@Suite struct LogTailTests {
    private static let start: UInt64 = 3 * LogFile.bytes

    private func goesOn(_ log: SyntheticLog, after end: UInt64) -> Bool {
        LogTail { log.page($0) }.goesOn(after: end, until: Self.start / LogTail.pageBytes + 2048)
    }

    @Test(arguments: [[100], [100, 100], [8152], [100, 20_000], [8000, 144, 24], [30_000, 100]])
    func readToTheEndNothingFollows(_ records: [Int]) {
        let log = SyntheticLog(Self.start, records)
        #expect(!goesOn(log, after: log.ends[records.count - 1]))
        for index in 0..<(records.count - 1) { #expect(goesOn(log, after: log.ends[index]), "\(index)") }
        #expect(goesOn(log, after: Self.start), "none of it was read")
    }

    @Test func aRecordMayLackPagesAndNoBytes() {
        let log = SyntheticLog(Self.start, [100, 30_000])
        let end = log.ends[0]
        for pages in 1..<4 { #expect(!goesOn(log.keeping(pages: pages), after: end), "\(pages)") }
        // Its last page is there, so it was whole.
        #expect(goesOn(log, after: end))
        #expect(!goesOn(log.keeping(pages: 1), after: Self.start + 8192))
    }

    @Test func logBehindADamagedPlaceIsSeen() {
        let log = SyntheticLog(Self.start, [100, 50, 10_000, 100, 40_000, 100])
        // A length that was overwritten, with nothing and with much, also on the last page that there is.
        for length: UInt32 in [0, 9000, 1 << 30] {
            #expect(goesOn(log.setting(length, at: log.ends[0]), after: log.ends[0]), "\(length)")
            let short = SyntheticLog(Self.start, [100, 50, 100]).setting(length, at: log.ends[0])
            #expect(goesOn(short, after: log.ends[0]), "\(length)")
        }
        // A page that is gone, and one of another place, as a file has that is used again.
        for address: UInt64 in [0, 8192] {
            #expect(goesOn(log.setting(address, at: Self.start + 8192 + 8), after: log.ends[1]), "\(address)")
        }
        // A page that continues another record.
        #expect(goesOn(log.setting(UInt32(7), at: Self.start + 8192 + 16), after: log.ends[1]))
        // The header of the last page.
        let short = SyntheticLog(Self.start, [8152, 100])
        #expect(goesOn(short.setting(UInt64(1), at: Self.start + 8192 + 8), after: short.ends[0]))
    }

    @Test func aFileThatIsUsedAgainHasNoLogThere() {
        let old = SyntheticLog(Self.start - LogFile.bytes, [20_000])
        let log = SyntheticLog(Self.start, [8152]).followed(by: old)
        #expect(!goesOn(log, after: log.ends[0]))
    }
}

/// Log as PostgreSQL lays it out from the beginning of a file on: records of these lengths, filled with ones.
struct SyntheticLog {
    private let start: UInt64
    private(set) var bytes: [UInt8] = []
    /// The address after each record.
    private(set) var ends: [UInt64] = []

    init(_ start: UInt64, _ records: [Int]) {
        self.start = start
        var previous: UInt64 = 0
        for length in records {
            if bytes.count % 8192 == 0 { beginPage(missing: 0) }
            var record = [UInt8](repeating: 1, count: length)
            record.withUnsafeMutableBytes {
                $0.storeBytes(of: UInt32(length), as: UInt32.self)
                $0.storeBytes(of: previous, toByteOffset: 8, as: UInt64.self)
            }
            previous = start + UInt64(bytes.count)
            while !record.isEmpty {
                if bytes.count % 8192 == 0 { beginPage(missing: record.count) }
                let part = record.prefix(8192 - bytes.count % 8192)
                bytes += part
                record.removeFirst(part.count)
            }
            while bytes.count % 8 != 0 { bytes.append(0) }
            ends.append(start + UInt64(bytes.count))
        }
        while bytes.count % 8192 != 0 { bytes.append(0) }
    }

    private mutating func beginPage(missing: Int) {
        let isLong = bytes.isEmpty
        var header = [UInt8](repeating: 0, count: isLong ? 40 : 24)
        header.withUnsafeMutableBytes {
            $0.storeBytes(of: 0xD110, as: UInt16.self)
            $0.storeBytes(of: (missing > 0 ? 1 : 0) | (isLong ? 2 : 0), toByteOffset: 2, as: UInt16.self)
            $0.storeBytes(of: start + UInt64(bytes.count), toByteOffset: 8, as: UInt64.self)
            $0.storeBytes(of: UInt32(missing), toByteOffset: 16, as: UInt32.self)
        }
        bytes += header
    }

    /// The page of a number in all log.
    func page(_ number: UInt64) -> [UInt8]? {
        let offset = Int(number * 8192) - Int(start)
        guard offset >= 0, offset < Int(LogFile.bytes) else { return nil }
        return offset < bytes.count ? Array(bytes[offset..<(offset + 8192)]) : [UInt8](repeating: 0, count: 8192)
    }

    func keeping(pages: Int) -> SyntheticLog {
        var kept = self
        kept.bytes = Array(bytes.prefix(pages * 8192))
        return kept
    }

    func setting<Value: FixedWidthInteger>(_ value: Value, at address: UInt64) -> SyntheticLog {
        var changed = self
        changed.bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: value, toByteOffset: Int(address - start), as: Value.self)
        }
        return changed
    }

    func followed(by other: SyntheticLog) -> SyntheticLog {
        var longer = self
        longer.bytes += other.bytes.dropFirst(bytes.count)
        return longer
    }

    /// Writes a file of it, with zeros at its end.
    func write(to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0)
        #expect(ftruncate(fileno(file), off_t(LogFile.bytes)) == 0)
    }
}
