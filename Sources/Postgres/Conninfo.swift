/// Building libpq connection strings and SQL identifiers from parts that may hold any character.
package enum Conninfo {
    /// `key=value` pairs, each value quoted where it must be. Of a key that occurs twice, libpq takes the last.
    package static func string(_ parameters: [(key: String, value: String)]) -> String {
        parameters.map { "\($0.key)=\(quote($0.value))" }.joined(separator: " ")
    }

    /// A value as it may stand in a connection string.
    package static func quote(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.utf8.allSatisfy { byte in
                byte > 0x20 && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "=")
            }
        if isPlain { return value }
        var text = "'"
        for character in value.unicodeScalars {
            if character == "'" || character == "\\" { text.append("\\") }
            text.unicodeScalars.append(character)
        }
        return text + "'"
    }

    /// A name as a quoted SQL identifier.
    package static func identifier(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A string as an SQL literal that means the same whatever `standard_conforming_strings` says.
    package static func literal(_ text: String) -> String {
        let doubled = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        guard doubled.contains("\\") else { return "'\(doubled)'" }
        return "E'" + doubled.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\") + "'"
    }
}
