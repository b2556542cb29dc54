import CanonicalJSON
package import NIOCore

extension Request {
    /// The line of this request without its end; options in the order of their names, so equal requests have equal lines.
    package var line: String {
        var parts = [tag.text, verb.rawValue] + arguments
        parts += options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let key { parts.append("key=\(key)") }
        if let expectedVersion { parts.append("if=\(expectedVersion)") }
        if let object { parts.append(JSONValue.object(object).canonicalText) }
        return parts.joined(separator: " ")
    }

    /// Appends the line and its LF.
    package func encode(into buffer: inout ByteBuffer) {
        buffer.writeString(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
    }
}
