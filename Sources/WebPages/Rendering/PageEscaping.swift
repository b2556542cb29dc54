/// Escapes what stands in a template for HTML, byte by byte: a quote that carries a combining mark is one character to Swift, and still the end
/// of an attribute to a browser.
enum PageEscaping {
    static func write(_ text: String, to page: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            // What needs no escaping is copied in one piece.
            var copied = 0
            for index in bytes.indices {
                guard let entity = entity(bytes[index]) else { continue }
                page += bytes[copied..<index]
                page += entity.utf8
                copied = index + 1
            }
            page += bytes[copied...]
        }
    }

    static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        write(text, to: &escaped)
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "`"): "&#96;"
        default: nil
        }
    }
}
