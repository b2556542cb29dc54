package import CanonicalJSON

/// The bounds of a connection, and of how many there may be: printed in HELLO and enforced from these very values.
package struct Limits: Hashable, Sendable {
    /// Bytes of a request line before login, its end not counted.
    package var lineBytesBeforeLogin = 8 << 10
    /// Milliseconds from the greeting to a login.
    package var loginMilliseconds = 10_000
    /// Request lines before a login.
    package var commandsBeforeLogin = 8
    /// Bytes of a request line after login, its end not counted.
    package var lineBytes = 64 << 10
    /// Requests that wait for their end at one time, watches among them.
    package var openTags = 32
    /// Watches at one time.
    package var watches = 16
    /// Bytes of output that wait for the client to read; above it the connection closes.
    package var unreadBytes = 4 << 20
    /// Bytes of waiting output above which rows and events wait for the client.
    package var flowBytes = 1 << 20
    /// Milliseconds in which a client reads nothing while rows or events wait; then the connection closes.
    package var stallMilliseconds = 10_000
    /// Milliseconds of silence after which the server sends a PING notice.
    package var keepaliveMilliseconds = 30_000
    /// Bytes of a reply line that a client accepts.
    package var replyBytes = 4 << 20
    /// Connections from one address of IP at one time, where it is not this machine's own; one more gets BYE.
    package var connectionsOfAddress = 500
    /// Connections that are logged in to one account at one time; one more is refused its login, and gets BYE.
    package var connectionsOfAccount = 1000

    package init() {}

    /// Bytes of one argument, its `key=` not counted.
    package static let atomBytes = 512
    /// Bytes of an idempotency key.
    package static let keyBytes = 128

    /// What HELLO prints.
    package var object: JSONObject {
        [
            "line_bytes_before_login": .integer(Int64(lineBytesBeforeLogin)),
            "login_ms": .integer(Int64(loginMilliseconds)),
            "commands_before_login": .integer(Int64(commandsBeforeLogin)),
            "line_bytes": .integer(Int64(lineBytes)),
            "open_tags": .integer(Int64(openTags)),
            "watches": .integer(Int64(watches)),
            "unread_bytes": .integer(Int64(unreadBytes)),
            "stall_ms": .integer(Int64(stallMilliseconds)),
            "keepalive_ms": .integer(Int64(keepaliveMilliseconds)),
            "reply_bytes": .integer(Int64(replyBytes)),
            "connections_of_address": .integer(Int64(connectionsOfAddress)),
            "connections_of_account": .integer(Int64(connectionsOfAccount)),
            "tag_bytes": .integer(Int64(RequestTag.maximumLength)),
            "argument_bytes": .integer(Int64(Limits.atomBytes)),
            "key_bytes": .integer(Int64(Limits.keyBytes)),
            "json_depth": .integer(Int64(JSONValue.depthLimit)),
        ]
    }
}
