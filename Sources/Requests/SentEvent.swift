package import CanonicalJSON

/// One event of a watch as it is sent: its bytes are made once, for all who are sent the same.
package final class SentEvent: Sendable {
    /// Where the reader can go on after it.
    package let cursor: String
    /// The object with its cursor, in canonical JSON.
    package let bytes: [UInt8]

    package init(_ object: JSONObject, cursor: String) {
        var object = object
        object["cursor"] = .string(cursor)
        self.cursor = cursor
        bytes = object.canonicalBytes
    }
}
