package import LineProtocol

/// What the HTTP server needs to know before it listens.
package struct WebConfiguration: Sendable {
    package var limits = Limits()
    /// The name and version that answers give.
    package var name: String

    package init(name: String) { self.name = name }
}
