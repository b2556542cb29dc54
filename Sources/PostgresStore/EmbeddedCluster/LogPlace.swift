/// A place in the write-ahead log: the byte of a file at which something begins or ends.
struct LogPlace: Hashable, CustomStringConvertible {
    var timeline: UInt32
    /// Bytes from the beginning of all log, whatever its timeline.
    var address: UInt64

    init(timeline: UInt32, address: UInt64) {
        self.timeline = timeline
        self.address = address
    }

    /// As PostgreSQL writes it: `0/5000110`.
    init?(timeline: UInt32, _ text: Substring) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let high = UInt32(parts[0], radix: 16), let low = UInt32(parts[1], radix: 16) else {
            return nil
        }
        self.init(timeline: timeline, address: UInt64(high) << 32 | UInt64(low))
    }

    /// The file that it is in.
    var file: LogFile { LogFile(timeline: timeline, number: address / LogFile.bytes) }
    /// Which byte of the file it is.
    var offset: UInt64 { address % LogFile.bytes }

    var description: String { "byte \(offset) of \(file)" }
}

/// The file `N.history` of a timeline: from which timelines its log comes, and where each of them ended.
struct LogHistory: Hashable {
    var ends: [LogPlace]

    static let suffix = ".history"

    /// The name of a timeline's file.
    static func name(of timeline: UInt32) -> String { LogFile.hexadecimal(UInt64(timeline)) + suffix }

    /// Nil where a line of it says no place.
    init?(text: String) {
        ends = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.allSatisfy(\.isWhitespace) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let timeline = UInt32(words[0]),
                let end = LogPlace(timeline: timeline, words[1])
            else { return nil }
            ends.append(end)
        }
    }

    /// Where the last of them ended, and its own timeline begins.
    var last: LogPlace? { ends.last }

    /// The timeline whose log counts from a place on: what a timeline has after its end was given up.
    func timeline(at address: UInt64) -> UInt32? {
        (ends.dropLast().first { address < $0.address } ?? last)?.timeline
    }

    /// Whether a file holds log that counts.
    func leads(through file: LogFile) -> Bool {
        guard let end = ends.first(where: { $0.timeline == file.timeline }) else { return false }
        return end == last || file.number * LogFile.bytes < end.address
    }
}
