import Logging
import ServerLog
import ServiceLifecycle
import WitnessCalls

/// Shows new checkpoints to the witnesses whose addresses the policy gives.
struct WitnessCallService: Service {
    let calls: WitnessCalls

    /// How often it is looked for checkpoints that they lack.
    private static let period = Duration.seconds(5)

    func run() async {
        await cancelWhenGracefulShutdown {
            await calls.run { try await ContinuousClock().sleep(for: Self.period) }
        }
    }

    /// Writes what became of the calls into the log.
    static func writing(to log: Logger) -> @Sendable (WitnessCalls.Event) -> Void {
        { event in
            switch event {
            case .cosigned(let forum, let size, let witness):
                log.write(.info, "the witness \(witness) cosigned the checkpoint of size \(size)", [.forum: forum])
            case .refused(let forum, let size, _, let why):
                log.write(.error, "the checkpoint of size \(size) is not cosigned: \(why)", [.forum: forum])
            }
        }
    }
}
