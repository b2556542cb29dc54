package import LineProtocol
package import Listening
import NIOCore

/// What a server needs to know before it listens.
package struct ServerConfiguration: Sendable {
    package var addresses: [ListenAddress]
    package var limits = Limits()
    /// Connections at one time; one more gets BYE.
    package var connections = 10_000
    /// The name of the client at the other end of a connection; nil where that is counted with all others alone.
    var clientName: @Sendable (any Channel) -> String? = \.clientName
    /// How long a stopping session waits for open requests, and for what waits to be sent.
    package var stopPeriod: Duration = .seconds(10)
    /// How long a closed side waits for the client to close its own. A client that is slow to read loses answers that were sent to it
    /// when the connection ends before, since what it still sends resets it.
    package var lingerPeriod: Duration = .seconds(10)
    /// The accounts of system users who log in over a UNIX socket without a token, by their numbers.
    package var systemUsers: [UInt32: String] = [:]
    /// The name and version in HELLO.
    package var name: String

    package init(addresses: [ListenAddress], name: String) {
        self.addresses = addresses
        self.name = name
    }
}
