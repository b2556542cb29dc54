import DefinitionFiles
import Glibc
import Terminal

/// The bytes of the command line and of the environment, before they become text. What is not UTF-8 would become other text than was
/// written, and stand so in the record.
enum RawWords {
    /// Why the words cannot be understood: the first one that is not UTF-8; nil where all are.
    static func fault(arguments: [[UInt8]], environment: [[UInt8]]) -> String? {
        for argument in arguments where String(validating: argument, as: UTF8.self) == nil {
            return sentence("the argument", argument)
        }
        // What other programs are told is none of this one's business.
        for entry in environment where entry.starts(with: Array("CHANCERY_".utf8)) {
            guard String(validating: entry, as: UTF8.self) == nil else { continue }
            let name = entry.prefix { $0 != UInt8(ascii: "=") }
            return sentence("the variable \(String(decoding: name, as: UTF8.self))", nil, entry)
        }
        return nil
    }

    private static func sentence(_ what: String, _ shown: [UInt8]?, _ bytes: [UInt8]? = nil) -> String {
        let flaw = SourceText.flaw(in: bytes ?? shown ?? [])
        let text = shown.map { " \"" + TerminalText.line(String(decoding: $0.prefix(200), as: UTF8.self)) + "\"" } ?? ""
        let advice = "write it in a terminal that is set to UTF-8, or put it into a file"
        return "\(what)\(text) is not UTF-8: \(flaw); \(advice)"
    }

    /// The arguments of this process as they came, the program's own name left out.
    static var processArguments: [[UInt8]] {
        (0..<Int(CommandLine.argc)).dropFirst().compactMap { index in
            CommandLine.unsafeArgv[index].map(bytes)
        }
    }

    /// The environment of this process as it came.
    static var processEnvironment: [[UInt8]] {
        var result: [[UInt8]] = []
        var entry = environ
        while let text = entry.pointee {
            result.append(bytes(text))
            entry += 1
        }
        return result
    }

    private static func bytes(_ text: UnsafeMutablePointer<CChar>) -> [UInt8] {
        (0..<strlen(text)).map { UInt8(bitPattern: text[$0]) }
    }
}
