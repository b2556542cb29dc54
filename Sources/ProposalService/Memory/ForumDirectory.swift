import Proposals
import Synchronization

/// Which forums there are and how their refs begin, as last looked up: what is made up is known to be so without a look at the database.
///
/// A forum that this server opens is known at once; one that another server opens with the wake-up that its commit sends, or else when
/// forums are looked up by themselves. Those who may well know of one before that have the database asked, all of them together by one
/// look-up at a time.
final class ForumDirectory: Sendable {
    private struct State {
        var rows: [String: ForumRow] = [:]
        /// Forums by how their refs begin; the server's own registry has no refs.
        var prefixes: [String: ForumRow] = [:]
        /// How many look-ups were begun, and the last of them that ended well.
        var begun = 0
        var ended = 0
        /// The look-up under way.
        var underWay: Promise<StoreError?>?
        /// Forums opened here while a look-up is under way, which may not see them.
        var opened: [ForumRow] = []
        /// Whether wake-ups are listened to, so that what is not known is not there.
        var isFollowed = false

        mutating func keep(_ row: ForumRow) {
            rows[row.forum] = row
            if row.forum != Registry.serverForum { prefixes[row.refPrefix] = row }
        }
    }

    private let state = Mutex(State())
    private let load: @Sendable () async throws(StoreError) -> [ForumRow]

    init(load: @escaping @Sendable () async throws(StoreError) -> [ForumRow]) {
        self.load = load
    }

    /// The forum of a name; nil where there is none. `mayAsk` says whether the database is asked about a name that is not known.
    func row(_ forum: String, mayAsk: Bool) async throws(StoreError) -> ForumRow? {
        try await find(mayAsk: mayAsk) { $0.rows[forum] }
    }

    /// The forum whose refs begin with these letters; nil where none do.
    func row(ofPrefix prefix: String, mayAsk: Bool) async throws(StoreError) -> ForumRow? {
        try await find(mayAsk: mayAsk) { $0.prefixes[prefix] }
    }

    /// Whether a forum is known, without a look at the database.
    func knows(_ forum: String) -> Bool { state.withLock { $0.rows[forum] != nil } }

    /// A forum that was opened, or closed, by this server.
    func keep(_ row: ForumRow) {
        state.withLock { state in
            state.keep(row)
            if state.underWay != nil { state.opened.append(row) }
        }
    }

    /// The forum whose registry was committed, as it stands now.
    func keep(_ row: RegistryRow, of registries: [Registry]) {
        guard let settings = registries.first(where: { $0.forum == row.forum })?.settings else { return }
        keep(ForumRow(forum: row.forum, refPrefix: settings.refPrefix, isClosed: settings.closed != nil))
    }

    /// From now on every wake-up is heard of, or no longer.
    func follow(_ isFollowed: Bool) { state.withLock { $0.isFollowed = isFollowed } }

    /// Looks all forums up anew: after this, whatever was committed before it is known.
    @discardableResult
    func refresh() async throws(StoreError) -> [ForumRow] {
        // One that is under way may have begun before what is asked for was committed.
        let wanted = state.withLock { $0.begun + 1 }
        while state.withLock({ $0.ended < wanted }) {
            let (promise, isOurs, number) = state.withLock { state -> (Promise<StoreError?>, Bool, Int) in
                if let underWay = state.underWay { return (underWay, false, state.begun) }
                let promise = Promise<StoreError?>()
                state.underWay = promise
                state.begun += 1
                return (promise, true, state.begun)
            }
            if isOurs { await look(promise) }
            let failure = await promise.value
            if number >= wanted, let failure { throw failure }
        }
        return state.withLock { $0.rows.values.sorted { $0.forum < $1.forum } }
    }

    private func find(
        mayAsk: Bool, _ look: (State) -> ForumRow?
    ) async throws(StoreError) -> ForumRow? {
        let (known, isWhole) = state.withLock { (look($0), $0.isFollowed && $0.ended > 0) }
        if known != nil || isWhole && !mayAsk { return known }
        try await refresh()
        return state.withLock { look($0) }
    }

    /// One look-up, for everybody who waits for it.
    private func look(_ promise: Promise<StoreError?>) async {
        var failure: StoreError?
        var rows: [ForumRow] = []
        do throws(StoreError) { rows = try await load() } catch { failure = error }
        state.withLock { state in
            if failure == nil {
                state.rows = [:]
                state.prefixes = [:]
                for row in rows + state.opened { state.keep(row) }
                state.ended = state.begun
            }
            state.opened = []
            state.underWay = nil
        }
        promise.give(failure)
    }
}
