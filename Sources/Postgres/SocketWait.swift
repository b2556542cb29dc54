import CLibPQ
import Glibc

/// Waiting for a socket, on the thread of a connection.
enum SocketWait {
    enum Outcome: Equatable {
        case ready
        case interrupted
        case timedOut
        case failed
    }

    /// Waits until the socket can be read, or written when `write` is set, or `interrupt` is raised, or the time is over.
    static func wait(
        _ socket: Int32, write: Bool = false, interrupt: Interrupt? = nil,
        until deadline: ContinuousClock.Instant? = nil
    ) -> Outcome {
        var descriptors = [pollfd(fd: socket, events: Int16(POLLIN | (write ? POLLOUT : 0)), revents: 0)]
        if let interrupt { descriptors.append(pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)) }
        while true {
            var timeout: Int32 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                timeout = left <= .zero ? 0 : Int32(clamping: left.milliseconds)
            }
            let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
            if count < 0 {
                // A signal is no answer; everything else would repeat for ever.
                if errno == EINTR { continue }
                return .failed
            }
            if count == 0 { return .timedOut }
            if descriptors.count > 1, descriptors[1].revents != 0 { return .interrupted }
            return descriptors[0].revents & Int16(POLLNVAL) == 0 ? .ready : .failed
        }
    }

    /// Whether the socket has something to read now, its end included.
    static func isReadable(_ socket: Int32) -> Bool {
        wait(socket, until: .now) == .ready
    }
}

/// A flag that a thread in `poll` can be woken with.
final class Interrupt: Sendable {
    let descriptor: Int32

    /// Nil where the system has no descriptor left.
    init?() {
        descriptor = chancery_eventfd()
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    func raise() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
