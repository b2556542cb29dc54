/// The header of a mail as it is saved in a file (RFC 5322, section 2.2): fields, each `Name: text`, up to an empty line.
///
/// The text may hold any bytes but NUL: what a mail program wrote is kept as it came.
enum MailHeader {
    /// The fields that every mail has (RFC 5322, section 3.6).
    private static let needed = ["from", "date"]
    /// The longest header that is read, in bytes.
    private static let limit = 1 << 20

    /// Why these first bytes cannot begin a mail; nil where they can.
    static func fault(beginning bytes: some Collection<UInt8>) -> String? {
        if bytes.contains(0) { return "a mail holds no NUL" }
        var length = 0
        for byte in bytes {
            if byte == colon { return length > 0 ? nil : noField }
            guard isOfName(byte) else { return noField }
            length += 1
        }
        return nil
    }

    /// Why this is no mail; nil where it is one.
    static func fault(content bytes: [UInt8]) -> String? {
        if let fault = fault(beginning: bytes) { return fault }
        var names: Set<String> = []
        var start = bytes.startIndex
        while start < min(bytes.endIndex, limit) {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[start..<end]
            if line.last == 0x0D { line.removeLast() }
            start = end + 1
            if line.isEmpty { break }
            // A line that begins with white space goes on with the field before it.
            if line.first == 0x20 || line.first == 0x09 { continue }
            // White space before the colon is of an older form, which is still read (section 4.5).
            let name = line.prefix { $0 != colon && $0 != 0x20 && $0 != 0x09 }
            let next = line[name.endIndex...].first { $0 != 0x20 && $0 != 0x09 }
            guard !name.isEmpty, name.allSatisfy(isOfName), next == colon else {
                return "its header has a line that is no field"
            }
            names.insert(String(decoding: name, as: UTF8.self).lowercased())
        }
        let missing = needed.filter { !names.contains($0) }
        return missing.isEmpty
            ? nil : "its header has no \(missing.map { $0.capitalizedName }.joined(separator: " and no "))"
    }

    private static let colon = UInt8(ascii: ":")
    private static let noField = "it does not begin with a field of a mail's header, as From: does"

    /// Printable ASCII without the colon (section 3.6.8).
    private static func isOfName(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) && byte != colon }
}

extension String {
    fileprivate var capitalizedName: String { prefix(1).uppercased() + dropFirst() }
}
