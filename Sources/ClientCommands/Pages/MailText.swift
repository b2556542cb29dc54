import Terminal

/// A text as a mail that any program can send as it is: headers in ASCII, a body that no program on the way rewrites.
///
/// RFC 5322 (headers, lines), RFC 2047 (words outside ASCII in headers), RFC 2045 (MIME-Version, charset, encoding of the body).
enum MailText {
    /// The columns that a header line should not pass (RFC 5322, section 2.1.1).
    private static let headerWidth = 78
    /// The most that an encoded word takes, its frame included (RFC 2047, section 2).
    private static let wordWidth = 75
    /// The bytes of a line that no program needs to break (RFC 5322, section 2.1.1: 998).
    private static let lineBytes = 900

    /// The lines of a mail with this subject and body.
    static func lines(subject: String, body: [String]) -> [String] {
        let body = body.flatMap { pieces(of: $0) }.map(guarded)
        let isPlain = body.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        return header("Subject", subject) + [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=\(isPlain ? "us-ascii" : "utf-8")",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "8bit")", "",
        ] + body
    }

    /// A header field, folded; the words from the first that ASCII cannot hold are encoded.
    static func header(_ name: String, _ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        let plain = words.prefix { isPlain($0) }
        let rest = words.dropFirst(plain.count).joined(separator: " ")
        // A space between a plain word and an encoded one is shown; one between two encoded ones is not.
        let parts = Array(plain) + (rest.isEmpty ? [] : encoded(rest))
        var lines: [String] = []
        var line = name + ":"
        for part in parts {
            if line.utf8.count + 1 + part.utf8.count > headerWidth, line != name + ":" {
                lines.append(line)
                line = ""
            }
            line += " " + part
        }
        return lines + [line]
    }

    /// Whether a word stands in a header as it is: ASCII, no longer than a line, and nothing that reads as an encoded word.
    private static func isPlain(_ word: String) -> Bool {
        word.utf8.count < headerWidth - 12 && word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !word.hasPrefix("=?")
    }

    /// A text as encoded words, none cut inside a letter.
    private static func encoded(_ text: String) -> [String] {
        let (start, end) = ("=?utf-8?B?", "?=")
        // Three bytes take four letters.
        let room = (wordWidth - start.utf8.count - end.utf8.count) / 4 * 3
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let letter = Array(String(scalar).utf8)
            if bytes.count + letter.count > room {
                words.append(start + base64(bytes) + end)
                bytes = []
            }
            bytes += letter
        }
        return words + (bytes.isEmpty ? [] : [start + base64(bytes) + end])
    }

    /// Base64 (RFC 4648, section 4).
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let index = Int(bits >> UInt32(18 - 6 * place) & 63)
                result.append(place <= group.count ? letters[index] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A line in pieces that no program needs to break, none cut inside a letter. Columns bound a line of ordinary text; marks that
    /// take no column can still make it long.
    private static func pieces(of line: String) -> [String] {
        guard line.utf8.count > lineBytes else { return [line] }
        var pieces = [""]
        var bytes = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if bytes + width > lineBytes {
                pieces.append("")
                bytes = 0
            }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
            bytes += width
        }
        return pieces
    }

    /// A line that no program takes for something else: a dot alone ends a mail for sendmail, "From " begins one in a mailbox, and two
    /// hyphens begin a signature.
    private static func guarded(_ line: String) -> String {
        line == "." || line == "--" || line == "-- " || line.hasPrefix("From ") ? " " + line : line
    }
}
