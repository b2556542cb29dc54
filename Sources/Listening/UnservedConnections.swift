package import NIOCore
import Synchronization

/// A connection that a listener hands out.
package protocol AcceptedConnection: Sendable {
    var channel: any Channel { get }
}

extension NIOAsyncChannel: AcceptedConnection {}

/// The connections that were accepted and that no session serves yet.
///
/// One that comes just when its listener ends is handed to nobody. Nothing else would hold it then, and NIO traps where a connection goes
/// away before it is closed: whoever connects to a server that stops could end it before its time.
package final class UnservedConnections<Connection: AcceptedConnection>: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    package init() {}

    deinit { end() }

    /// A connection was accepted: it is held until ``served(_:)``.
    package func accepted(_ connection: Connection) {
        let isOver = state.withLock { state in
            if !state.isOver { state.connections[ObjectIdentifier(connection.channel)] = connection }
            return state.isOver
        }
        if isOver { UnservedConnections.close(connection) }
    }

    /// Somebody else holds the connection now, until it is closed.
    package func served(_ connection: Connection) {
        state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection.channel)) }
    }

    /// No connection will be served any more: closes those that are left, and any that still comes.
    package func end() {
        let left = state.withLock { state in
            state.isOver = true
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in left { UnservedConnections.close(connection) }
    }

    /// Closes a connection and holds it until its handlers know of it.
    private static func close(_ connection: Connection) {
        let loop = connection.channel.eventLoop
        connection.channel.closeFuture.whenComplete { _ in loop.execute { withExtendedLifetime(connection) {} } }
        loop.execute { connection.channel.close(promise: nil) }
    }
}
