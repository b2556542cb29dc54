/// A file of the write-ahead log, by its name: a timeline, and a number that grows by one with each file of 16 MiB, the size with which
/// `initdb` makes a cluster.
struct LogFile: Hashable, Comparable, CustomStringConvertible {
    var timeline: UInt32
    var number: UInt64

    static let bytes: UInt64 = 16 << 20
    private static let filesInOne = (1 << 32) / bytes

    init(timeline: UInt32, number: UInt64) {
        self.timeline = timeline
        self.number = number
    }

    /// The file of a name; nil where that is no file of the log. `pg_receivewal` adds `.partial` to the one that it still writes.
    init?(named name: String) {
        let digits = Array(name.utf8.prefix(24))
        guard digits.count == 24, name.utf8.count == 24 || name.dropFirst(24) == ".partial",
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) })
        else { return nil }
        func part(_ index: Int) -> UInt32? {
            UInt32(String(decoding: digits[(index * 8)..<(index * 8 + 8)], as: UTF8.self), radix: 16)
        }
        guard let timeline = part(0), let high = part(1), let low = part(2), low < Self.filesInOne else { return nil }
        self.init(timeline: timeline, number: UInt64(high) * Self.filesInOne + UInt64(low))
    }

    /// The one that comes after it.
    var next: LogFile { LogFile(timeline: timeline, number: number + 1) }

    var description: String {
        [UInt64(timeline), number / Self.filesInOne, number % Self.filesInOne].map(Self.hexadecimal).joined()
    }

    /// A part of a name.
    static func hexadecimal(_ part: UInt64) -> String {
        let digits = String(part, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    static func < (one: LogFile, other: LogFile) -> Bool {
        (one.timeline, one.number) < (other.timeline, other.number)
    }

    /// Those in a directory, in order.
    static func all(in directory: String) -> [LogFile] {
        Set(FileSystem.names(in: directory).compactMap(LogFile.init(named:))).sorted()
    }
}
