import NIOCore
import Synchronization

/// The connections that were accepted and that no session serves yet.
///
/// One that comes just when its listener ends is handed to nobody. Nothing else would hold it then, and NIO traps where a connection goes
/// away before it is closed: whoever connects to a server that stops could end it before its time.
final class UnservedConnections: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: LineServer.Connection] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    deinit { end() }

    /// A connection was accepted: it is held until ``served(_:)``.
    func accepted(_ connection: LineServer.Connection) {
        let isOver = state.withLock { state in
            if !state.isOver { state.connections[ObjectIdentifier(connection.channel)] = connection }
            return state.isOver
        }
        if isOver { UnservedConnections.close(connection) }
    }

    /// Somebody else holds the connection now, until it is closed.
    func served(_ connection: LineServer.Connection) {
        state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection.channel)) }
    }

    /// No connection will be served any more: closes those that are left, and any that still comes.
    func end() {
        let left = state.withLock { state in
            state.isOver = true
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in left { UnservedConnections.close(connection) }
    }

    /// Closes a connection and holds it until its handlers know of it.
    private static func close(_ connection: LineServer.Connection) {
        let loop = connection.channel.eventLoop
        connection.channel.closeFuture.whenComplete { _ in loop.execute { withExtendedLifetime(connection) {} } }
        loop.execute { connection.channel.close(promise: nil) }
    }
}
