#if FAILPOINTS
    import Glibc
    import Synchronization

    /// What is armed: the one line `NAME ACTION [HIT]` of the file that CHANCERY_FAILPOINTS names. It strikes once, at that hit or the
    /// first, and the file is gone then; at a stall it is called `.stalled` behind its name, and the stall lasts as long as it is there.
    enum Arming {
        enum Action: String {
            /// The process ends as by kill -9.
            case kill
            /// The thread stands still.
            case stall
            /// The step fails.
            case error
            /// The connection to the database is cut.
            case drop
        }

        private static let path = getenv("CHANCERY_FAILPOINTS").map { String(cString: $0) }
        private static let hits = Mutex<[String: Int]>([:])

        private struct Armed {
            var line: String
            var point: Failpoint
            var action: Action
            var hit: Int
        }

        private static var armed: Armed? {
            guard let line = read() else { return nil }
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.count > 1, let point = Failpoint(rawValue: words[0]), let action = Action(rawValue: words[1])
            else { return nil }
            return Armed(line: line, point: point, action: action, hit: words.count > 2 ? Int(words[2]) ?? 1 : 1)
        }

        /// The failpoint that is armed.
        static var point: Failpoint? { armed?.point }

        /// A failpoint is reached: what is to happen there now.
        static func strike(_ point: Failpoint) -> Action? {
            guard let path, let armed, armed.point == point else { return nil }
            let count = hits.withLock { hits in
                hits[armed.line, default: 0] += 1
                return hits[armed.line, default: 0]
            }
            guard count == armed.hit else { return nil }
            if armed.action == .stall {
                let stalled = path + ".stalled"
                rename(path, stalled)
                while access(stalled, F_OK) == 0 { usleep(10_000) }
            } else {
                unlink(path)
            }
            hits.withLock { $0[armed.line] = 0 }
            return armed.action
        }

        private static func read() -> String? {
            guard let path, let file = fopen(path, "r") else { return nil }
            defer { fclose(file) }
            var buffer = [CChar](repeating: 0, count: 200)
            guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    extension Arming.Action {
        /// Does it, to a connection with this socket.
        func perform(on socket: Int32) {
            switch self {
            case .kill:
                Glibc.kill(getpid(), SIGKILL)
                while true { pause() }
            case .drop, .error: shutdown(socket, Int32(SHUT_RDWR))
            case .stall: break
            }
        }
    }
#endif
