import LineProtocol
package import NIOSSL
import Proposals
package import Record
import WebCalls

/// An identity provider as the server's settings name it (OpenID Connect Core 1.0).
package struct ProviderSettings: Sendable {
    /// How addresses of this server name it.
    package var name: String
    /// What its button says.
    package var label: String
    /// Its address, byte for byte as its tokens have it.
    package var issuer: String
    package var clientID: String
    package var clientSecret: String
    /// What is asked for besides `openid`.
    package var scopes: [String]
    /// By which its tokens may be signed.
    package var algorithms: Set<WebKey.Algorithm>
    /// Whose certificates are believed; those that the system believes where there are none.
    package var roots: [NIOSSLCertificate]
    /// How long one of its answers may take, in seconds.
    package var patience = 10

    package init(
        name: String, label: String, issuer: String, clientID: String, clientSecret: String, scopes: [String] = [],
        algorithms: Set<WebKey.Algorithm> = ProviderSettings.usualAlgorithms, roots: [NIOSSLCertificate] = []
    ) {
        self.name = name
        self.label = label
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.algorithms = algorithms
        self.roots = roots
    }

    /// Believes the certificates of a PEM file, and no others, instead of those that the system believes.
    /// - Returns: why not, as the end of a sentence; nil where it does.
    package mutating func readRoots(_ path: String) -> String? {
        guard let read = try? NIOSSLCertificate.fromPEMFile(path), !read.isEmpty else {
            return "cannot be read as certificates in PEM form"
        }
        roots = read
        return nil
    }

    package static let usualAlgorithms: Set<WebKey.Algorithm> = [.rs256, .ps256, .es256, .edDSA]

    /// What is wrong with an issuer's address, as a sentence; nil where nothing is. Plain text is for this machine alone.
    package static func fault(ofIssuer issuer: String) -> String? {
        guard IdentityText.isIssuer(issuer), let address = WebAddress(issuer) else {
            return "it is no address; write it as the provider gives it, as https://login.example.org"
        }
        guard address.isSecure || Loopback.holds(address.host) else {
            return "it must begin with https://; plain http is for a provider on this machine alone"
        }
        return nil
    }
}
