/// What stands in write-ahead log after the place where reading it ended.
///
/// Log is written in pages, each of which says its own address; after its end are zeros, or pages of earlier log in a file that is used
/// again. A server writes its log, and sends it, up to the end of a record or of a page. So the last record may lack pages; one that
/// has its last page and could not be read is damaged, and so is what more log follows.
struct LogTail {
    /// The bytes of a page, by its number in all log; nil where there are none.
    let page: (UInt64) -> [UInt8]?

    static let pageBytes: UInt64 = 8192
    /// No record is longer.
    private static let mostBytes = 1 << 30

    /// Whether log goes on there that was not read.
    ///
    /// - Parameters:
    ///   - end: the address at which the last record that was read ends.
    ///   - limit: the number of the page after the last file.
    func goesOn(after end: UInt64, until limit: UInt64) -> Bool {
        var number = end / Self.pageBytes
        // What the record that begins there has on later pages.
        var missing = 0
        if let first = written(number) {
            guard first.isWhole else { return true }
            let start = max(Int(end % Self.pageBytes), first.headerBytes)
            let (length, room) = (first.recordLength(at: start), first.bytes.count - start)
            if length == 0 {
                if first.bytes[start...].contains(where: { $0 != 0 }) { return true }
            } else {
                guard length > room, length < Self.mostBytes, !first.hasRecord(after: start) else { return true }
                missing = length - room
            }
        }
        while missing > 0, number + 1 < limit, let next = written(number + 1) {
            number += 1
            guard next.continues(missing) else { return true }
            missing -= next.bytes.count - next.headerBytes
            if missing <= 0 { return true }
        }
        return (number..<max(limit, number)).dropFirst().contains { written($0) != nil }
    }

    /// The page of a number; nil where nothing was written there since the file is in use.
    private func written(_ number: UInt64) -> Page? {
        page(number).flatMap { Page($0, at: number * Self.pageBytes) }
    }

    /// A page with its header, `XLogPageHeaderData` of PostgreSQL, in the byte order of the machine.
    private struct Page {
        let bytes: [UInt8]
        let address: UInt64

        private static let isContinuation: UInt16 = 1
        private static let isLong: UInt16 = 2
        private static let isOverwritten: UInt16 = 8

        init?(_ bytes: [UInt8], at address: UInt64) {
            guard bytes.count == Int(LogTail.pageBytes), bytes.contains(where: { $0 != 0 }) else { return nil }
            (self.bytes, self.address) = (bytes, address)
            // The file was another one: its pages had the same places in it.
            guard isWhole || said % LogFile.bytes != address % LogFile.bytes else { return nil }
        }

        /// The address that it says.
        private var said: UInt64 { value(at: 8, UInt64.self) }
        var isWhole: Bool { said == address }

        private func value<Value: FixedWidthInteger>(at offset: Int, _: Value.Type) -> Value {
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Value.self) }
        }

        private var flags: UInt16 { value(at: 2, UInt16.self) }
        var headerBytes: Int { flags & Self.isLong == 0 ? 24 : 40 }

        /// The length that a record says first of itself. Records begin at multiples of eight.
        func recordLength(at offset: Int) -> Int {
            offset + 4 <= bytes.count ? Int(value(at: offset, UInt32.self)) : 0
        }

        /// Whether a record after the one at an offset names that one, or one after it, as the record before it.
        func hasRecord(after start: Int) -> Bool {
            stride(from: start + 8, to: bytes.count - 16, by: 8).contains { offset in
                let previous = value(at: offset + 8, UInt64.self)
                return previous >= address + UInt64(start) && previous < address + UInt64(offset)
                    && value(at: offset, UInt32.self) != 0
            }
        }

        /// Whether it begins with so many bytes more of a record from before.
        func continues(_ missing: Int) -> Bool {
            isWhole && flags & Self.isContinuation != 0 && flags & Self.isOverwritten == 0
                && Int(value(at: 16, UInt32.self)) == missing
        }
    }
}
