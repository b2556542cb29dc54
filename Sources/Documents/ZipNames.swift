/// The names of the files in a zip archive, from the directory at its end (APPNOTE.TXT 4.3). Nothing is unpacked.
struct ZipNames {
    let names: [String]

    /// The signature of a file's header, with which an archive begins.
    static let beginning: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    /// The bytes of a file's header before its name.
    static let headerLength = 30

    private static let endLength = 22
    private static let entryLength = 46
    private static let longestComment = 0xFFFF
    private static let mostFiles = 10_000

    /// Nil where the directory is not found, or does not say what it should.
    init?(_ bytes: [UInt8]) {
        guard let end = ZipNames.end(of: bytes) else { return nil }
        let count = bytes.number(at: end + 10, bytes: 2)
        var at = bytes.number(at: end + 16, bytes: 4)
        guard count <= ZipNames.mostFiles else { return nil }
        var names: [String] = []
        for _ in 0..<count {
            guard at + ZipNames.entryLength <= end, bytes[at...].starts(with: [0x50, 0x4B, 0x01, 0x02]) else {
                return nil
            }
            let length = bytes.number(at: at + 28, bytes: 2)
            let rest = bytes.number(at: at + 30, bytes: 2) + bytes.number(at: at + 32, bytes: 2)
            let name = at + ZipNames.entryLength
            guard name + length + rest <= end else { return nil }
            names.append(String(decoding: bytes[name..<(name + length)], as: UTF8.self))
            at = name + length + rest
        }
        self.names = names
    }

    /// Where the end of the directory stands: nothing but a comment follows it.
    private static func end(of bytes: [UInt8]) -> Int? {
        let last = bytes.count - endLength
        guard last >= 0 else { return nil }
        for at in stride(from: last, through: max(0, last - longestComment), by: -1)
        where bytes[at] == 0x50 && bytes[at...].starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            if at + endLength + bytes.number(at: at + 20, bytes: 2) == bytes.count { return at }
        }
        return nil
    }
}

extension [UInt8] {
    /// A number written from its lowest byte on. The caller has made sure that it stands there.
    fileprivate func number(at place: Int, bytes count: Int) -> Int {
        (0..<count).reversed().reduce(0) { $0 << 8 | Int(self[place + $1]) }
    }
}
