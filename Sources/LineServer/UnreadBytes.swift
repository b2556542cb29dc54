import LineProtocol
import Synchronization

/// The bytes of output that wait for all clients of a server together to read them.
///
/// Each client alone may have much unread. Were all of them slow, the server would hold that for each, so beyond ``many`` in all a client
/// that has something unread is given no more.
final class UnreadBytes: Sendable {
    /// So many are held for all together before each is given less.
    static let many = 64 << 20
    /// How many may then wait for one client.
    private static let few = 64 << 10

    private let bytes = Atomic(0)

    /// How many wait.
    var count: Int { bytes.load(ordering: .relaxed) }

    func change(by difference: Int) { bytes.add(difference, ordering: .relaxed) }

    /// Whether a line may be added to what waits for one client. Whatever its size, it is where nothing does.
    func admits(_ size: Int, after unread: Int, _ limits: Limits) -> Bool {
        if unread == 0 { return true }
        if count > UnreadBytes.many { return unread + size <= UnreadBytes.few }
        return unread <= limits.flowBytes && unread + size <= limits.unreadBytes
    }
    /// Whether one client may have so many bytes unread of lines that did not wait for room. The last of them is admitted, whatever its size,
    /// where it is the only one.
    func admits(hasty: Int, last: Int, _ limits: Limits) -> Bool {
        if count > UnreadBytes.many, hasty > UnreadBytes.few, hasty != last { return false }
        return hasty <= limits.unreadBytes
    }
}
