/// Reads the binary form that OpenSSH uses: numbers of four bytes, and strings with their length before them.
struct SSHReader {
    private var rest: ArraySlice<UInt8>
    private let what: String

    init(_ bytes: [UInt8], of what: String) {
        rest = bytes[...]
        self.what = what
    }

    var isAtEnd: Bool { rest.isEmpty }
    var remaining: [UInt8] { Array(rest) }

    mutating func bytes(_ count: Int) throws(SSHFault) -> [UInt8] {
        guard count <= rest.count else { throw .malformed(what) }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number() throws(SSHFault) -> UInt32 { UInt32(bigEndianBytes: try bytes(4)) }

    mutating func string() throws(SSHFault) -> [UInt8] {
        guard let count = Int(exactly: try number()) else { throw .malformed(what) }
        return try bytes(count)
    }

    mutating func text() throws(SSHFault) -> String {
        guard let text = String(validating: try string(), as: UTF8.self) else { throw .malformed(what) }
        return text
    }

    /// A number above 0 (`mpint`), in as few bytes as keep its sign: then each has one form.
    mutating func positiveNumber() throws(SSHFault) -> [UInt8] {
        let bytes = try string()
        guard let first = bytes.first, first < 0x80, first > 0 || bytes.count > 1 && bytes[1] >= 0x80 else {
            throw .malformed(what)
        }
        return bytes
    }
}

/// Writes the binary form that OpenSSH uses.
struct SSHWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ part: [UInt8]) { bytes += part }
    mutating func number(_ value: UInt32) { bytes += value.bigEndianBytes }
    mutating func string(_ part: [UInt8]) { bytes += UInt32(truncatingIfNeeded: part.count).bigEndianBytes + part }
    mutating func text(_ part: String) { string(Array(part.utf8)) }
}

/// Base 64 between two lines of dashes.
struct SSHArmor {
    let label: String
    let what: String

    /// OpenSSH breaks the base 64 of signatures after so many characters.
    static let lineWidth = 70
    /// The longest text that is read.
    static let byteLimit = 1 << 16

    func decode(_ text: String) throws(SSHFault) -> [UInt8] {
        guard text.utf8.count <= SSHArmor.byteLimit else { throw .notArmored(what) }
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: true).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
        guard lines.count >= 3, lines.removeFirst() == "-----BEGIN \(label)-----",
            lines.removeLast() == "-----END \(label)-----", let bytes = Base64.decode(lines.joined())
        else { throw .notArmored(what) }
        return bytes
    }

    func encode(_ bytes: [UInt8]) -> String {
        var rest = Array(Base64.encode(bytes).utf8)[...]
        var text = "-----BEGIN \(label)-----\n"
        while !rest.isEmpty {
            text += String(decoding: rest.prefix(SSHArmor.lineWidth), as: UTF8.self) + "\n"
            rest = rest.dropFirst(SSHArmor.lineWidth)
        }
        return text + "-----END \(label)-----\n"
    }
}
