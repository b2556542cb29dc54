/// The ends of lines as files have them: LF, CR LF, CR alone.
enum LineEnds {
    /// The text with LF alone, and without a byte order mark at its beginning.
    static func unified(_ text: String) -> String {
        let bytes = text.utf8
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in bytes {
            if byte == UInt8(ascii: "\n"), wasReturn {
                wasReturn = false
                continue
            }
            wasReturn = byte == UInt8(ascii: "\r")
            result.append(wasReturn ? UInt8(ascii: "\n") : byte)
        }
        if result.starts(with: [0xEF, 0xBB, 0xBF]) { result.removeFirst(3) }
        return String(decoding: result, as: UTF8.self)
    }
}
