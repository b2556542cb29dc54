import Record
import Requests
import Synchronization

/// The logins of tokens that were accepted lately, known by the tokens' digests: a client of HTTP shows its token with each request.
///
/// It saves a look into the database alone. What a login may do is the service's to say, with each request that it makes, as it is on a
/// connection that stays.
final class KnownLogins: Sendable {
    private struct State {
        var logins: [Digest: Login] = [:]
        /// In the order in which they came.
        var names: [Digest] = []
    }

    /// Tokens that are kept, at most.
    private static let most = 1024
    private let state = Mutex(State())

    func name(of token: String) -> Digest { Digest.sha256(Array(token.utf8)) }

    subscript(name: Digest) -> Login? { state.withLock { $0.logins[name] } }

    func keep(_ login: Login, as name: Digest) {
        state.withLock { state in
            if state.logins.updateValue(login, forKey: name) == nil { state.names.append(name) }
            if state.names.count > KnownLogins.most { state.logins[state.names.removeFirst()] = nil }
        }
    }
}
