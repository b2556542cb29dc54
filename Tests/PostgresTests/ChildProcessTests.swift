import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// What a program that this process starts has of it.
@Suite(.timeLimit(.minutes(60))) struct ChildProcessTests {
    /// Whoever reads a pipe waits until nobody holds its other end. A server that held one would make them wait for as long as it runs.
    @Test func itHasNothingThatAnotherThreadOpensMeanwhile() async throws {
        let pipes = Pipes()
        for _ in 0..<2 { Thread.detachNewThread { pipes.openUntilEnd() } }
        defer { pipes.end() }
        let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(output) }
        for _ in 0..<200 {
            let child = try ChildProcess.start("/bin/sleep", ["1000"], output: output)
            let descriptors = "/proc/\(child.pid)/fd"
            let files = FileSystem.names(in: descriptors).compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)")
            }
            await child.destroy()
            // Its loader may have a library open at this moment.
            #expect(files.filter { $0.hasPrefix("pipe:") } == [])
        }
        #expect(pipes.count > 0)
    }

    /// Opens pipes as `pipe` leaves them, open to children, and closes them.
    private final class Pipes: Sendable {
        private let opened = Atomic(0)
        private let isOver = Atomic(false)

        var count: Int { opened.load(ordering: .relaxed) }

        func end() { isOver.store(true, ordering: .relaxed) }

        func openUntilEnd() {
            while !isOver.load(ordering: .relaxed) {
                var ends: [Int32] = [0, 0]
                guard pipe(&ends) == 0 else { continue }
                opened.add(1, ordering: .relaxed)
                for end in ends { close(end) }
            }
        }
    }
}
