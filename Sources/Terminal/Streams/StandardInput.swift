import DefinitionFiles
import Glibc
import Synchronization

/// Lines of the standard input as they came. What is not UTF-8 ends the program: it would become other text than was written.
enum StandardInput {
    /// What was read and not asked for yet.
    private static let rest = Mutex<[UInt8]>([])

    /// The next line without its end, nil at the end.
    static func line() -> String? {
        guard var bytes = rest.withLock({ next(&$0) }) else { return nil }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            FileOutput.write(
                "chancery: a line of the standard input is not UTF-8: \(SourceText.flaw(in: bytes)); it was not sent\n",
                to: STDERR_FILENO)
            exit(ExitStatus.usage.rawValue)
        }
        return text
    }

    private static func next(_ rest: inout [UInt8]) -> [UInt8]? {
        var seen = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = rest[seen...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(rest[..<end])
                rest.removeFirst(end + 1)
                return line
            }
            seen = rest.count
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 {
                rest.append(contentsOf: chunk[..<count])
            } else if count == 0 || errno != EINTR {
                let line = rest
                rest = []
                return line.isEmpty ? nil : line
            }
        }
    }
}
