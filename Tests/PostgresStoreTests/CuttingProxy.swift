import Glibc
import Postgres
import Synchronization
import TestSupport

/// Stands between a store and its database, and loses connections when a test says so.
final class CuttingProxy: Sendable {
    /// What happens to the connections that exist.
    enum Mode: Sendable {
        case pass
        /// Requests go through; the first answer ends the connection instead of reaching the client.
        case loseAnswers
        /// The next request goes through, then the client's side ends at once.
        case loseAfterRequest
        /// The next request ends the connection instead of reaching the server.
        case loseRequest
        /// Nobody gets in.
        case refuse
        /// Nothing passes any more, in either direction, and no connection ends: neither side is told anything. What was held up so never
        /// passes, whatever is set afterwards.
        case hold
    }

    struct NoSocket: Error {}

    let conninfo: String
    private let mode = Mutex<Mode>(.pass)
    private let target: String

    init(_ database: TestDatabase) throws {
        let directory = try TestRoot.makeDirectory("proxy")
        target = try Self.socketPath(database.conninfo())
        conninfo = Conninfo.string([
            ("host", directory), ("port", "5432"), ("user", "chancery_app"), ("dbname", database.name),
        ])
        let listener = Self.unixSocket("\(directory)/.s.PGSQL.5432", call: Glibc.bind)
        guard listener >= 0, listen(listener, 16) == 0 else { throw NoSocket() }
        thread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                serve(client)
            }
        }
    }

    func set(_ new: Mode) { mode.withLock { $0 = new } }

    private func serve(_ client: Int32) {
        let server = Self.unixSocket(target, call: Glibc.connect)
        if case .refuse = mode.withLock({ $0 }) { shutdown(client, Int32(SHUT_RDWR)) }
        thread { [self] in
            forward(client, server) { mode in
                switch mode {
                case .pass, .loseAnswers, .refuse: .forward
                case .loseAfterRequest: .forwardAndEnd
                case .loseRequest: .end
                case .hold: .hold
                }
            } then: {
                shutdown(server, Int32(SHUT_WR))
            }
        }
        thread { [self] in
            forward(server, client) { mode in
                switch mode {
                case .pass, .loseAfterRequest, .loseRequest, .refuse: .forward
                case .loseAnswers: .end
                case .hold: .hold
                }
            } then: {
                shutdown(client, Int32(SHUT_RDWR))
            }
        }
    }

    private enum Step {
        case forward
        case forwardAndEnd
        case end
        case hold
    }

    private func forward(_ source: Int32, _ sink: Int32, _ step: (Mode) -> Step, then end: () -> Void) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            let what = mode.withLock { mode in
                let what = step(mode)
                switch what {
                case .forward, .hold: break
                // Once is enough: what the store does next finds the way open.
                case .forwardAndEnd, .end: if count > 0 { mode = .pass }
                }
                return what
            }
            switch what {
            // The end of one side is news as well.
            case .hold: return
            case .forward, .forwardAndEnd, .end: break
            }
            guard count > 0 else { return end() }
            if case .end = what {
                shutdown(source, Int32(SHUT_RDWR))
                return end()
            }
            guard send(sink, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return end() }
            if case .forwardAndEnd = what {
                shutdown(source, Int32(SHUT_RDWR))
                return end()
            }
        }
    }

    private func thread(_ body: @escaping @Sendable () -> Void) { ProxyThread.start(body) }

    private static func socketPath(_ conninfo: String) throws -> String {
        guard let host = conninfo.split(separator: " ").first(where: { $0.hasPrefix("host=") })?.dropFirst(5),
            let port = conninfo.split(separator: " ").first(where: { $0.hasPrefix("port=") })?.dropFirst(5)
        else { throw NoSocket() }
        return "\(host)/.s.PGSQL.\(port)"
    }

    private static func unixSocket(
        _ path: String, call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix(107)) + [0]) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return status == 0 ? descriptor : -1
    }
}

/// Threads that nobody joins: they end with their sockets.
private enum ProxyThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }
        pthread_create(&thread, nil, enter, context)
        pthread_detach(thread)
    }
}
