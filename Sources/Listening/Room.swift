import Synchronization

/// How many of something may be open at a time: under one name, as an account or an address, and in all.
package final class Room: Sendable {
    /// There is no room for one more.
    package enum Full: Error, Hashable, Sendable {
        /// So many are open under the name.
        case ofName(Int)
        /// So many are open in all.
        case ofAll(Int)
    }

    private struct State {
        var all = 0
        var ofNames: [String: Int] = [:]
    }

    private let most: (ofName: Int, ofAll: Int)
    private let state = Mutex(State())

    package init(ofName: Int, ofAll: Int) { most = (ofName, ofAll) }

    /// Takes room for one more, until ``leave(_:)``.
    ///
    /// - Parameter name: nil where only all together are counted.
    package func enter(_ name: String?) throws(Full) {
        let full = state.withLock { state -> Full? in
            guard state.all < most.ofAll else { return .ofAll(state.all) }
            if let name {
                let own = state.ofNames[name] ?? 0
                guard own < most.ofName else { return .ofName(own) }
                state.ofNames[name] = own + 1
            }
            state.all += 1
            return nil
        }
        if let full { throw full }
    }

    package func leave(_ name: String?) {
        state.withLock { state in
            state.all -= 1
            guard let name, let own = state.ofNames[name] else { return }
            state.ofNames[name] = own > 1 ? own - 1 : nil
        }
    }

    /// How many are open.
    package var count: Int { state.withLock { $0.all } }
}
