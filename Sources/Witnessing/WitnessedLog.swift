package import LineClient
package import Record
package import Terminal

/// A log that a witness follows: its public key, and the server where it is asked for.
package struct WitnessedLog: Sendable, Hashable {
    package let key: NoteKey
    /// Nil where it is the server of `--server`.
    package let server: ServerAddress?

    /// Reads `KEY` or `KEY@SERVER`; what is wrong with it is a sentence.
    package init(_ text: String) throws(FileFault) {
        // A key's name may hold the sign, its base 64 does not.
        let plus = text.utf8.lastIndex(of: UInt8(ascii: "+")) ?? text.startIndex
        let at = text.utf8[plus...].firstIndex(of: UInt8(ascii: "@")) ?? text.endIndex
        do { key = try NoteKey(text: String(text[..<at])) } catch { throw FileFault(sentence: "\(error)") }
        guard key.kind == .log else { throw FileFault(sentence: "this key cosigns; a log's signs") }
        guard at < text.endIndex else {
            server = nil
            return
        }
        let address = String(text[text.utf8.index(after: at)...])
        guard let server = ServerAddress(address) else {
            throw FileFault(
                sentence: "\"\(address)\" is not a valid address; write HOST:PORT, tls://HOST:PORT or unix:PATH")
        }
        self.server = server
    }

    /// The forum, by the name of its record: the last part of it, apart from a later epoch's mark.
    package var forum: String {
        var parts = key.name.split(separator: "/")
        if parts.count > 1, parts.last?.hasPrefix("epoch-") == true { parts.removeLast() }
        return parts.last.map(String.init) ?? key.name
    }
}
