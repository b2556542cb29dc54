import Hummingbird
import NIOCore
import Synchronization

/// What is known of a request besides what it says.
struct WebContext: RequestContext {
    typealias Source = ApplicationRequestContextSource

    var coreContext: CoreRequestContextStorage
    /// The connection that it came on.
    let channel: any Channel
    /// The answers that were begun for it: nobody reads them any more once it is answered, or once its connection is gone.
    let answers = BegunAnswers()

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The address at the other end of the connection; nil where there is none.
    var peer: String? { channel.remoteAddress?.ipAddress }
}

/// The answers that were begun for one request.
final class BegunAnswers: Sendable {
    private let ends = Mutex<[@Sendable () -> Void]>([])

    func add(_ answer: OpenAnswer) { onLeave { answer.leave() } }

    /// What else is done once nobody reads any more.
    func onLeave(_ body: @escaping @Sendable () -> Void) { ends.withLock { $0.append(body) } }

    /// Leaves them all.
    func leave() {
        for end in ends.withLock({ $0 }) { end() }
    }
}
