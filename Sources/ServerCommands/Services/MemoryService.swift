import Glibc
import ServiceLifecycle

/// Gives memory back that connections leave behind: the C library keeps what was freed, for a next time that may never come.
struct MemoryService: Service {
    /// How many connections there are.
    let connections: @Sendable () -> Int
    /// Gives back what is free.
    var giveBack: @Sendable () -> Void = { _ = MemoryService.trim?(0) }
    var clock: any Clock<Duration> = ContinuousClock()

    /// How often it is looked whether many have left.
    static let period: Duration = .seconds(2)
    /// So many take a few MiB, and giving those back takes a few milliseconds.
    static let many = 100

    /// What gives back all that is free; nil where the C library has no such thing. Its header is in no module.
    private static let trim = dlsym(nil, "malloc_trim").map {
        unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            // The most since memory was given back.
            var most = 0
            while (try? await clock.sleep(for: MemoryService.period)) != nil {
                let present = connections()
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
