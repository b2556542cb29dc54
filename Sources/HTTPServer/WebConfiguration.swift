import HTTPTypes
package import LineProtocol
package import Listening
import NIOCore
package import Requests
package import WebPages

/// What the HTTP server needs to know before it listens.
package struct WebConfiguration: Sendable {
    /// Where it listens: plain text on loopback, or for the proxies that are named; TLS anywhere.
    package var address: ListenAddress
    /// The proxies that may ask in plain text from elsewhere, and whose word on where a request came from is taken.
    package var proxies: [AddressRange] = []
    /// The limits of the line protocol; the body of a request has that of a line. A proxy's address has no limit.
    package var limits = Limits()
    /// Connections at one time; one more is answered 503.
    package var connections = 10_000
    /// The name of the client at the other end of a connection; nil where that is counted with all others alone.
    var clientName: @Sendable (any Channel) -> String? = \.clientName
    /// How long open requests may take when the server stops.
    package var stopPeriod: Duration = .seconds(10)
    /// How long a closing connection may take to send what waits.
    package var lingerPeriod: Duration = .seconds(10)
    /// How long the head of a request may take, and how long a connection may be idle between two requests.
    package var idlePeriod: Duration = .seconds(30)
    /// How long the body of a request may take. A longer one than a line has a second more for each 16 KiB.
    package var bodyPeriod: Duration = .seconds(30)
    /// How long a client may read nothing while an answer waits.
    package var stallPeriod: Duration = .seconds(30)
    /// How often an open stream of events gives a sign of life.
    package var keepalivePeriod: Duration = .seconds(15)
    /// The clock by which attempts to log in are counted.
    package var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// The identity providers at which people log in; nil where there are none.
    package var providers: (any LoginProviders)?
    /// The name and version that the description of the API gives.
    package var name: String

    /// What the texts of definitions are on pages in other languages.
    package var labels = LabelCatalogues()

    package init(address: ListenAddress, name: String) {
        self.address = address
        self.name = name
    }

    /// Whether whoever connects speaks TLS.
    var isSecure: Bool {
        switch address {
        case .tls: true
        case .tcp, .unix: false
        }
    }

    /// Where a request came from that says so much of itself.
    ///
    /// - Parameter peer: the address at the other end of its connection; nil where there is none.
    func forwarding(_ headers: HTTPFields, peer: String?) -> Forwarding {
        Forwarding(headers, peer: peer, isSecure: isSecure, proxies: proxies)
    }

    /// How long the body of one request may take.
    ///
    /// - Parameter length: what its head says of its length.
    func bodyPeriod(length: String?) -> TimeAmount {
        let bytes = length.flatMap { Int64($0) } ?? 0
        return TimeAmount(bodyPeriod) + .seconds(max(0, min(bytes >> 14, 3600)))
    }

    /// Bytes of one header, and of all of them.
    static let headerBytes = (one: 16 << 10, all: 32 << 10)
    static let headerCount = 100
    /// Bytes of an address with its query.
    static let targetBytes = 8 << 10
}
