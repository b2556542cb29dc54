package import Logging

/// What a line of the log can carry besides its message, under the name that it has there.
package enum LogKey: String, CaseIterable, Sendable {
    case address, code, verb, account, forum, signal, version
    /// Lines of the same kind that were not written since the last one.
    case leftOut = "left_out"
}

extension Logger {
    /// Writes a message with what belongs to it.
    package func write(_ level: Level, _ message: String, _ values: KeyValuePairs<LogKey, String> = [:]) {
        log(
            level: level, "\(message)",
            metadata: Metadata(values.map { ($0.key.rawValue, .string($0.value)) }, uniquingKeysWith: { $1 }))
    }
}
