import Glibc
import Synchronization

/// Where unpredictable bytes come from: tokens and salts. Injected, so that tests can repeat themselves.
package struct Randomness: Sendable {
    package var bytes: @Sendable (_ count: Int) -> [UInt8]

    package init(bytes: @escaping @Sendable (_ count: Int) -> [UInt8]) { self.bytes = bytes }

    /// The operating system's generator, asked for a block at a time: a call of the kernel for each request costs more than the request.
    package static let system: Randomness = {
        let block = RandomBlock()
        return Randomness { block.take($0) }
    }()
}

/// Bytes of the operating system's generator, each given out once and not kept.
private final class RandomBlock: Sendable {
    private static let size = 4096
    private let left = Mutex<[UInt8]>([])

    func take(_ count: Int) -> [UInt8] {
        guard count <= Self.size else { return Self.draw(count) }
        return left.withLock { left in
            if left.count < count { left = Self.draw(Self.size) }
            let taken = Array(left.suffix(count))
            left.removeLast(count)
            return taken
        }
    }

    private static func draw(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for start in stride(from: 0, to: count, by: Self.atOnce) {
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[start..<min(start + Self.atOnce, count)])
                if getentropy(part.baseAddress, part.count) != 0 {
                    var generator = SystemRandomNumberGenerator()
                    for index in part.indices { part[index] = .random(in: .min ... .max, using: &generator) }
                }
            }
            filled = count
        }
    }

    /// The most that the kernel gives at once.
    private static let atOnce = 256
}
