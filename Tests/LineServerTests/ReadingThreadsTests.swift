#if os(Linux)
    import Glibc
    import Listening
    import Testing

    /// Which threads the system prefers to which.
    @Suite struct ReadingThreadsTests {
        /// How nice the thread is that runs a task.
        private static func niceness(on threads: ReadingThreads) async -> Int32 {
            await Task(executorPreference: threads) { own() }.value
        }

        private static func own() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

        @Test func patientThreadsStandBehindAllOthers() async {
            let shared = await Self.niceness(on: .shared)
            #expect(await Self.niceness(on: .patient) == min(shared + 10, 19))
            #expect(await Self.niceness(on: .shared) == shared, "those of others are as they were")
            let patient = await withTaskGroup { group in
                for _ in 0..<64 { group.addTask { await Self.niceness(on: .patient) } }
                return await group.reduce(into: Set<Int32>()) { $0.insert($1) }
            }
            #expect(patient == [min(shared + 10, 19)], "each thread is so once, however much it runs")
        }
    }
#endif
