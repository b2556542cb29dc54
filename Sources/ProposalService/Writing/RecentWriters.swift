/// Who wrote in the last batches, and how many turns one account therefore has in the next. Pure.
///
/// Alone an account fills a batch. Where others write too, even if none of them waits just now, batches stay short, so that the next of their
/// writes does not wait for a long one; shorter still where one of the others writes little: it waits for the batch under way and for its own,
/// and notices each write in them.
struct RecentWriters {
    /// For how many batches somebody is remembered.
    private static let memory = 32
    /// Whoever has no more writes than this in a batch and waiting behind it writes little.
    private static let quiet = 4

    private let configuration: ServiceConfiguration
    private var batches = 0
    /// Who wrote alone in the last batch.
    private var alone: String?
    /// The last batch at which more than one was writing, and the last with writes of somebody who writes little.
    private var lastShared = Int.min / 2
    private var lastQuiet = Int.min / 2

    init(_ configuration: ServiceConfiguration) { self.configuration = configuration }

    /// A batch begins.
    ///
    /// - Parameter writes: how many writes of each account are in it or wait behind it; of those alone that are in it.
    mutating func began(_ writes: [String: Int]) {
        batches += 1
        let only = writes.count == 1 ? writes.keys.first : nil
        if only == nil || alone.map({ $0 != only }) ?? false { lastShared = batches }
        if writes.values.contains(where: { $0 <= RecentWriters.quiet }) { lastQuiet = batches }
        alone = only
    }

    /// How many turns an account has; nil is any number.
    ///
    /// - Parameter accounts: how many accounts have writes waiting.
    func share(among accounts: Int) -> Int? {
        guard accounts > 1 || isRecent(lastShared) else { return nil }
        return isRecent(lastQuiet) ? configuration.shareBesideQuiet : configuration.accountShare
    }

    private func isRecent(_ batch: Int) -> Bool { batches - batch < RecentWriters.memory }
}
