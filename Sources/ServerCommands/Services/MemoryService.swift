import Glibc
import ServiceLifecycle

/// Gives memory back that clients leave behind: the C library keeps what was freed, for a next time that may never come.
struct MemoryService: Service {
    /// About how many bytes are held for clients.
    let held: @Sendable () -> Int
    /// Gives back what is free.
    var giveBack: @Sendable () -> Void = { _ = MemoryService.trim?(0) }
    var clock: any Clock<Duration> = ContinuousClock()

    /// How often it is looked whether many were let go.
    static let period: Duration = .seconds(2)
    /// So many bytes are worth giving back, which takes a few milliseconds.
    static let many = 2 << 20

    /// What gives back all that is free; nil where the C library has no such thing. Its header is in no module.
    private static let trim = dlsym(nil, "malloc_trim").map {
        unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            // The most since memory was given back.
            var most = 0
            while (try? await clock.sleep(for: MemoryService.period)) != nil {
                let present = held()
                if most - present >= MemoryService.many {
                    giveBack()
                    most = present
                } else {
                    most = max(most, present)
                }
            }
        }
    }
}
