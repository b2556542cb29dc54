import Listening

extension Desk {
    /// Whether browsers come over TLS.
    var isSecure: Bool {
        switch configuration.address {
        case .tls: true
        case .tcp, .unix: false
        }
    }
}
