package import CanonicalJSON
package import NIOCore

/// One line from the server.
package enum Reply: Hashable, Sendable {
    /// One row of an answer; the end follows.
    case row(RequestTag, JSONObject)
    /// One event of a watch.
    case event(RequestTag, JSONObject)
    /// The good end of a request.
    case ok(RequestTag, JSONObject?)
    /// The other end of a request.
    case error(RequestTag, Failure)
    /// The greeting.
    case hello(JSONObject)
    /// A sign of life; nothing needs to be done.
    case ping(JSONObject?)
    /// The last line of a connection, with the reason.
    case bye(JSONObject)

    /// The request it belongs to; nil for a notice.
    package var tag: RequestTag? {
        switch self {
        case .row(let tag, _), .event(let tag, _), .ok(let tag, _), .error(let tag, _): tag
        case .hello, .ping, .bye: nil
        }
    }

    /// Whether it ends its request.
    package var isFinal: Bool {
        switch self {
        case .ok, .error: true
        case .row, .event, .hello, .ping, .bye: false
        }
    }

    /// The line without its end.
    package var line: String {
        var buffer = ByteBuffer()
        encode(into: &buffer)
        return String(decoding: buffer.readableBytesView.dropLast(), as: UTF8.self)
    }

    /// Appends the line and its LF.
    package func encode(into buffer: inout ByteBuffer) {
        switch self {
        case .row(let tag, let object): Reply.write([tag.text, "ROW"], object, to: &buffer)
        case .event(let tag, let object): Reply.write([tag.text, "EVT"], object, to: &buffer)
        case .ok(let tag, let object): Reply.write([tag.text, "OK"], object, to: &buffer)
        case .error(let tag, let failure):
            Reply.write(
                [tag.text, "ERR", failure.codeText, failure.retry.text, failure.effect.rawValue], failure.object,
                to: &buffer)
        case .hello(let object): Reply.write(["*", "HELLO"], object, to: &buffer)
        case .ping(let object): Reply.write(["*", "PING"], object, to: &buffer)
        case .bye(let object): Reply.write(["*", "BYE"], object, to: &buffer)
        }
    }

    /// Appends the line of an event whose object was written before, and its LF.
    package static func encodeEvent(_ tag: RequestTag, canonical bytes: [UInt8], into buffer: inout ByteBuffer) {
        write([tag.text, "EVT"], canonical: bytes, to: &buffer)
    }

    /// Appends the line of an OK whose object was written before, and its LF.
    package static func encodeOK(_ tag: RequestTag, canonical bytes: [UInt8], into buffer: inout ByteBuffer) {
        write([tag.text, "OK"], canonical: bytes, to: &buffer)
    }

    private static func write(_ words: [String], _ object: JSONObject?, to buffer: inout ByteBuffer) {
        write(words, canonical: object?.canonicalBytes, to: &buffer)
    }

    private static func write(_ words: [String], canonical bytes: [UInt8]?, to buffer: inout ByteBuffer) {
        for (index, word) in words.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: " ")) }
            buffer.writeString(word)
        }
        if let bytes {
            buffer.writeInteger(UInt8(ascii: " "))
            buffer.writeBytes(bytes)
        }
        buffer.writeInteger(UInt8(ascii: "\n"))
    }
}
