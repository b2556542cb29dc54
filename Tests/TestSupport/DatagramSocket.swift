import Foundation
import Glibc

/// A UNIX socket that takes datagrams, as a service manager has one.
package final class DatagramSocket: Sendable {
    /// Where datagrams are sent to, as `NOTIFY_SOCKET` says it.
    package let name: String
    private let descriptor: Int32

    /// At a path of its own, or under a name that begins with `@`.
    package init(named name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard descriptor >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw POSIXError(.EINVAL)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
    }

    deinit { close(descriptor) }

    /// The next datagram; waits for it. An empty one where the test was cancelled meanwhile.
    package func next() async -> String {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { [self] in
                    var bytes = [UInt8](repeating: 0, count: 4096)
                    let count = recv(descriptor, &bytes, bytes.count, 0)
                    continuation.resume(returning: String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self))
                }
            }
        } onCancel: {
            Glibc.shutdown(descriptor, Int32(SHUT_RD))
        }
    }
}
