import CanonicalJSON
package import NIOCore

/// A line from the server that is no reply.
package struct ReplyFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension Reply {
    /// Reads one line, its end removed.
    package static func parse(_ line: ByteBuffer, readsObjects: Bool = true) throws(ReplyFault) -> Reply {
        try parse(Array(line.readableBytesView), readsObjects: readsObjects)
    }

    /// Reads one line, its end removed. Codes that this client does not know are kept as text.
    ///
    /// - Parameter readsObjects: whether the objects of ROW, EVT and OK are read, or taken for empty.
    package static func parse(_ line: [UInt8], readsObjects: Bool = true) throws(ReplyFault) -> Reply {
        let start = line.firstIndex(of: UInt8(ascii: "{"))
        let head = start.map { line[..<$0] } ?? line[...]
        guard let text = String(validating: head, as: UTF8.self) else {
            throw ReplyFault(description: "the reply is not valid UTF-8")
        }
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        if start != nil {
            guard words.popLast() == "" else { throw ReplyFault(description: "a space must stand before the object") }
        }
        let isRead = readsObjects || words.first == "*" || words.dropFirst().first == "ERR"
        let object = try start.map { index throws(ReplyFault) in isRead ? try Reply.object(line[index...]) : [:] }
        guard words.count >= 2 else { throw ReplyFault(description: "the reply has no kind: \(text.prefix(80))") }
        if words[0] == "*" { return try notice(words, object) }
        guard let tag = RequestTag(words[0]) else {
            throw ReplyFault(description: "the reply does not begin with a tag: \(text.prefix(80))")
        }
        return try reply(tag, words, object)
    }

    private static func object(_ bytes: ArraySlice<UInt8>) throws(ReplyFault) -> JSONObject {
        do throws(JSONError) {
            guard case .object(let object) = try JSONValue.parse(Array(bytes)) else {
                throw JSONError(.notAnObject, at: 0)
            }
            return object
        } catch {
            throw ReplyFault(description: "the reply's object cannot be read: \(error)")
        }
    }

    private static func notice(_ words: [Substring], _ object: JSONObject?) throws(ReplyFault) -> Reply {
        guard words.count == 2 else { throw ReplyFault(description: "the notice has too many words") }
        switch words[1] {
        case "HELLO": return .hello(object ?? JSONObject())
        case "PING": return .ping(object)
        case "BYE": return .bye(object ?? JSONObject())
        default: throw ReplyFault(description: "the notice \(words[1].prefix(40)) is not known")
        }
    }

    private static func reply(_ tag: RequestTag, _ words: [Substring], _ object: JSONObject?) throws(ReplyFault)
        -> Reply
    {
        switch (words[1], words.count, object) {
        case ("OK", 2, _): return .ok(tag, object)
        case ("ROW", 2, .some(let object)): return .row(tag, object)
        case ("EVT", 2, .some(let object)): return .event(tag, object)
        case ("ERR", 5, _):
            guard let retry = Retry(text: words[3]), let effect = Effect(rawValue: String(words[4])), !words[2].isEmpty
            else { throw ReplyFault(description: "the ERR's words are not understood") }
            return .error(
                tag,
                Failure(codeText: String(words[2]), retry: retry, effect: effect, object: object ?? JSONObject()))
        default: throw ReplyFault(description: "the reply is not OK, ERR, ROW or EVT with what belongs to it")
        }
    }
}
