package import NIOCore
import Synchronization

/// Tells connections that are too many that they are: few of them at a time, each for a short time. Over TLS a client need only be silent to
/// be held for as long as a handshake may take; were that without a bound, whoever is refused would take more than whoever is served.
package final class Goodbyes: Sendable {
    /// How many are told at a time; those beyond are closed without a word.
    package static let most = 32
    /// How long one may take: a handshake and a few words.
    package static let patience = Duration.seconds(5)

    private struct State {
        var isOver = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    private let timetable: Timetable
    private let state = Mutex(State())

    package init(_ timetable: Timetable) { self.timetable = timetable }

    /// Says goodbye on a connection that nobody serves, in time, and holds it until it is closed.
    ///
    /// - Parameter goodbye: says what there is to say and closes the connection; on one that is closed already it ends at once.
    package func say(on channel: any Channel, _ goodbye: () async -> Void) async {
        guard begin(on: channel) else {
            channel.closeAtOnce()
            return await goodbye()
        }
        let end = timetable.after(Goodbyes.patience) { channel.closeAtOnce() }
        await goodbye()
        timetable.callOff(end)
        state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Nothing more is said: closes what is left, and whatever still comes.
    package func end() {
        let left = state.withLock { state in
            state.isOver = true
            return Array(state.channels.values)
        }
        for channel in left { channel.closeAtOnce() }
    }

    /// How many are told at this moment.
    package var count: Int { state.withLock { $0.channels.count } }

    private func begin(on channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isOver, state.channels.count < Goodbyes.most else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }
}
