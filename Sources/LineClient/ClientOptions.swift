package import LineProtocol

/// How a client connects and how long it waits.
package struct ClientOptions: Sendable {
    /// How long a connection and the greeting may take.
    package var connectTimeout: Duration = .seconds(10)
    /// How long a request may go without a line of its answer; nil waits as long as the connection lives. Watches are not bound by it.
    package var requestTimeout: Duration? = .seconds(60)
    /// A PEM file of certificates to trust instead of the system's.
    package var trustRootsFile: String?
    /// The client's own certificate and its key, shown where a server asks for one.
    package var certificate: CertificateFiles?
    /// The name in the server's certificate, when it is not the host.
    package var serverName: String?
    /// Whether the objects of ROW, EVT and OK are read, or taken for empty: a load generator has no use for them. Refusals and notices are
    /// always read.
    package var readsObjects = true
    /// Called with every notice: HELLO, PING and BYE.
    package var onNotice: (@Sendable (Reply) -> Void)?

    package init() {}

    /// The files of a certificate.
    package struct CertificateFiles: Hashable, Sendable {
        /// A PEM file: the certificate, then those that sign it.
        package let chain: String
        /// A PEM file with the private key.
        package let key: String

        package init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }
}
