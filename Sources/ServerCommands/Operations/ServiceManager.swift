import Glibc

/// Whoever started this program and wants to know how it is: systemd, by the datagrams that sd_notify(3) describes.
struct ServiceManager: Sendable {
    /// What it is told.
    enum Message: String {
        /// The server listens on every address.
        case ready = "READY=1"
        case stopping = "STOPPING=1"
        /// It is alive.
        case alive = "WATCHDOG=1"
    }

    /// How long, and how often, something is tried that is said once, where so many messages wait to be read that there is no room for
    /// another: the system lets ten of them wait. A lost `WATCHDOG=1` is followed by the next.
    static let patience = Duration.seconds(10)
    static let pause = Duration.milliseconds(50)

    /// Where datagrams go: the path of a socket, or a name that begins with `@` and stands in no file system.
    private let socketName: String
    /// How often it wants to hear that the program is alive; nil where it does not.
    let watchdogPeriod: Duration?

    /// Nil where nobody asked to be told.
    init?(_ environment: [String: String], process: Int32 = getpid()) {
        guard let name = environment["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@"), name.utf8.count > 1
        else { return nil }
        socketName = name
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(process) } ?? true
        let period = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdogPeriod = isOurs ? period.map { .microseconds($0) } : nil
    }

    /// What became of a message.
    enum Told {
        case said
        case noRoom
        case nobodyListens
    }

    /// Says something, where there is room for it now. Nothing depends on it here.
    @discardableResult
    func tell(_ message: Message) -> Told {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketName.utf8)
        // An abstract name begins with a zero byte, and ends where its length says.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return .nobodyListens }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sa_family_t>.size + name.count
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .nobodyListens }
        defer { close(descriptor) }
        let bytes = Array(message.rawValue.utf8)
        while true {
            let sent = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), $0, socklen_t(length))
                }
            }
            if sent == bytes.count { return .said }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return .noRoom
            default: return .nobodyListens
            }
        }
    }

    /// Says something that is said once: tries for a while until there is room for it. No thread waits meanwhile.
    @discardableResult
    func insist(on message: Message, _ clock: any Clock<Duration>) async -> Told {
        var waited = Duration.zero
        while true {
            let told = tell(message)
            guard told == .noRoom, waited < Self.patience, (try? await clock.sleep(for: Self.pause)) != nil else {
                return told
            }
            waited += Self.pause
        }
    }
}
