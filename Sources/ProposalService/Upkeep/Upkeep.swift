import Proposals

/// What a server does by itself: listens for what others commit, notes deadlines that passed, has records signed, stores what was refused.
struct Upkeep: Sendable {
    let records: RecordReader
    let queues: WriteQueues
    let wakeups: WakeupHub
    let integrity: RecordIntegrity
    let refusals: RefusalLog
    /// How often it looks by itself.
    let interval: Duration

    /// Listens for what other servers commit, makes passed deadlines visible and has the records signed, until cancelled.
    func run(sleep: @escaping @Sendable (Duration) async throws -> Void) async {
        records.forums.follow(true)
        defer { records.forums.follow(false) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await forum in records.store.wakeups() {
                    wakeups.wake(forum)
                    if !records.forums.knows(forum) { _ = try? await records.forums.refresh() }
                }
            }
            group.addTask { [self] in
                while !Task.isCancelled {
                    await integrity.signAll()
                    do { try await sleep(interval) } catch { return }
                }
            }
            group.addTask { [self] in
                while !Task.isCancelled {
                    do { try await sleep(interval) } catch { return }
                    wakeups.wakeAll()
                    await notePassedDeadlines()
                }
            }
            // By itself, since nothing else may wait for it.
            group.addTask { [self] in
                while !Task.isCancelled {
                    do { try await sleep(interval) } catch { return }
                    await refusals.flush()
                }
            }
        }
    }

    /// Makes deadlines that passed, and what silence then means, visible as events. A read sees a passed deadline without it.
    func notePassedDeadlines() async {
        guard let rows = try? await records.forums.refresh(), let now = try? await records.now() else { return }
        for row in rows where row.forum != Registry.serverForum && !row.isClosed {
            let refs = (try? await records.store.passedDeadlines(forum: row.forum, now: now, limit: 100)) ?? []
            for ref in refs {
                let promise = await queues.submit(WriteRequest(work: .act(ref: ref, .noteDeadline), body: []), .server)
                _ = await promise.value
            }
        }
    }
}
