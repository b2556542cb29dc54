package import CanonicalJSON
import LineProtocol
import NIOCore
import NIOPosix

/// A connection to a server: requests with automatic tags, any number at a time, each with its replies.
package final class LineClient: Sendable {
    /// Where it is connected.
    package let address: ServerAddress
    /// The object of the greeting.
    package let hello: JSONObject
    let channel: any Channel
    let table: ReplyTable
    let options: ClientOptions

    init(
        address: ServerAddress, hello: JSONObject, channel: any Channel, table: ReplyTable, options: ClientOptions
    ) {
        self.address = address
        self.hello = hello
        self.channel = channel
        self.table = table
        self.options = options
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Whether the connection still stands.
    package var isOpen: Bool { table.end == nil && channel.isActive }

    /// Ends the connection at once; open requests end with an error.
    package func close() async {
        try? await channel.close().get()
        try? await channel.closeFuture.get()
    }

    /// Says QUIT, lets the server answer what is open, and waits until it closes the connection. A cancelled task closes it.
    package func quit() async {
        _ = try? await request(.quit)
        await waitForEnd()
    }

    /// Waits until the connection has ended, and answers why. A cancelled task ends it.
    package func ended() async -> ClientError {
        await waitForEnd()
        return table.end ?? .closed(reason: "it was closed")
    }

    private func waitForEnd() async {
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Sends no more, but goes on reading.
    package func closeOutput() async throws {
        try await channel.close(mode: .output).get()
    }
}
