import WebCalls

/// Where a witness takes checkpoints: what a policy gives as its URL, the submission prefix of C2SP tlog-witness.
package struct WitnessAddress: Sendable, Hashable {
    let web: WebAddress

    /// Nil where the text is no address of HTTP.
    package init?(_ url: String) {
        guard let web = WebAddress(url) else { return nil }
        self.web = web
    }

    /// The path of the call.
    var path: String {
        var prefix = web.path
        while prefix.hasSuffix("/") { prefix.removeLast() }
        return prefix + "/add-checkpoint"
    }
}
