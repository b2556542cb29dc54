import Hummingbird
import NIOCore

/// What is known of a request besides what it says.
struct WebContext: RequestContext {
    typealias Source = ApplicationRequestContextSource

    var coreContext: CoreRequestContextStorage
    /// The connection that it came on.
    let channel: any Channel

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The address of whoever asks, or of the proxy before them; nil where there is none.
    var peer: String? { channel.remoteAddress?.ipAddress }
}
