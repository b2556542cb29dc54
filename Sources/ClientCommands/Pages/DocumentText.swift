import LineProtocol
import Terminal

/// A document as a line: its name, how large it is, its digest.
enum DocumentText {
    static func line(_ document: ShownDocument) -> String {
        let size = document.size.map { SizeText.text($0) + ", " } ?? ""
        return TerminalText.line(document.name) + " (" + size + "digest "
            + TerminalText.line(String(document.digest.prefix(12))) + ")"
    }
}

/// Sizes as people read them.
enum SizeText {
    static func text(_ bytes: Int) -> String {
        if bytes < 1024 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let (unit, name) = bytes < 1 << 20 ? (1 << 10, "KiB") : (1 << 20, "MiB")
        let tenths = (bytes * 10 + unit / 2) / unit
        return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
}
