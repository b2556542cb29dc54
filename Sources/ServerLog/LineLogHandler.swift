import CanonicalJSON
import Logging
import Terminal

/// Writes each message of the server's log as one line, whatever stands in it.
struct LineLogHandler: LogHandler {
    let console: Console
    var logLevel: Logger.Level
    let format: LogSettings.Format
    var metadata: Logger.Metadata = [:]

    init(console: Console, level: Logger.Level, format: LogSettings.Format) {
        self.console = console
        logLevel = level
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { (key: $0.key, value: "\($0.value)") }
        switch format {
        case .text:
            let pairs = values.map { " \($0.key)=\(LineLogHandler.quoted($0.value))" }.joined()
            console.writeError(TerminalText.line("\(console.now()) \(event.level) \(event.message)\(pairs)") + "\n")
        case .json:
            var object = JSONObject()
            for (key, value) in values { object[key] = .string(value) }
            object["time"] = .string("\(console.now())")
            object["level"] = .string(event.level.rawValue)
            object["message"] = .string("\(event.message)")
            console.writeError(JSONValue.object(object).canonicalText + "\n")
        }
    }

    /// A value that is one word stands as it is, so that it can be searched for; any other in quotation marks.
    private static func quoted(_ value: String) -> String {
        let isWord = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        return isWord ? value : "\"" + value.map { $0 == "\"" ? "'" : String($0) }.joined() + "\""
    }
}
