import Glibc
import Testing

/// Pages as they are expected, one file each.
enum Golden {
    /// Compares a page with `Golden/NAME.html`. With CHANCERY_RECORD_GOLDEN=1 in the environment the file is written instead.
    static func expect(_ html: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let file = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Golden/\(name).html"
        if getenv("CHANCERY_RECORD_GOLDEN") != nil, let stream = fopen(file, "w") {
            fputs(html, stream)
            fclose(stream)
        }
        #expect(html == text(file), sourceLocation: sourceLocation)
    }

    static func text(_ file: String) -> String? {
        guard let stream = fopen(file, "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
