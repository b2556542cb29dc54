import ServiceLifecycle

/// Tells whoever started the server that it is ready, that it is alive, and that it stops.
struct ManagerService: Service {
    let manager: ServiceManager
    var clock: any Clock<Duration> = ContinuousClock()

    func run() async {
        await cancelWhenGracefulShutdown {
            await manager.insist(on: .ready, clock)
            guard let period = manager.watchdogPeriod else {
                try? await gracefulShutdown()
                return
            }
            // Twice in each period, as systemd advises.
            while (try? await clock.sleep(for: period / 2)) != nil { manager.tell(.alive) }
        }
        // The services stop one after the other: whoever does not listen holds up none of them.
        if manager.tell(.stopping) == .noRoom { Task { await manager.insist(on: .stopping, clock) } }
    }
}
