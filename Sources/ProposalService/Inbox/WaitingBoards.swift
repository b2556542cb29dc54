import Proposals
import Synchronization

/// The board of each forum in which somebody asked what waits for them. At each question it is caught up with the record, so that two
/// servers on one database say the same, and it is made anew where the database no longer holds what it was made from. Who asks while it
/// is caught up waits for the next time, together with all others.
final class WaitingBoards: Sendable {
    private typealias Questions = GatheredLookups<WaitingReader, [WaitingReader: [String]]>

    private let forums = Mutex<[String: Questions]>([:])
    private let store: any RecordStore
    private let limit: Int

    /// - Parameter page: how many rows are read at once, and the rows of how many events.
    init(_ store: any RecordStore, page: Int = 4000) {
        self.store = store
        limit = page
    }

    /// The refs of the proposals of a forum that may wait for a reader, in the order in which they were given out: of whatever was
    /// committed before this was asked.
    func candidates(_ forum: String, of reader: WaitingReader) async throws(StoreError) -> [String] {
        let questions = forums.withLock { forums in
            if let known = forums[forum] { return known }
            let board = KeptBoard(forum, store, limit: limit)
            let questions = Questions(trips: 1) { readers throws(StoreError) in
                let board = try await board.caughtUp()
                return Dictionary(readers.map { ($0, board.candidates(of: $0)) }) { first, _ in first }
            }
            forums[forum] = questions
            return questions
        }
        return try await questions.found([reader])[reader] ?? []
    }
}

/// The board of one forum as it was last caught up.
final class KeptBoard: Sendable {
    private let forum: String
    private let store: any RecordStore
    /// How many rows are read at once, and the rows of how many events.
    private let limit: Int
    private let kept = Mutex<WaitingBoard?>(nil)

    /// How often it is begun anew where the database goes back meanwhile.
    private static let attempts = 3

    init(_ forum: String, _ store: any RecordStore, limit: Int) {
        self.forum = forum
        self.store = store
        self.limit = limit
    }

    /// The board with all that is committed now. Whoever catches it up holds it alone meanwhile; what was read of it stays where the
    /// database cannot be reached.
    func caughtUp() async throws(StoreError) -> WaitingBoard {
        var board = kept.withLock { kept in
            defer { kept = nil }
            return kept
        }
        defer { kept.withLock { $0 = board } }
        for _ in 0..<KeptBoard.attempts {
            if board == nil { board = try await made() }
            while let position = board?.position, let known = board?.end {
                guard let page = try await page(.changed(from: position), known: known) else {
                    board = nil
                    break
                }
                let reached = min(page.end.length, position + Int64(limit))
                board?.put(page, upTo: reached)
                if reached == page.end.length, let board { return board }
            }
        }
        throw .unavailable("the record of \(forum) is another one each time that it is read")
    }

    /// All open proposals; nil where the database went back meanwhile. Rows are read page by page, each as it stands then: what changes
    /// after the beginning is read again.
    private func made() async throws(StoreError) -> WaitingBoard? {
        // No ref is of this year: the first page says how far the record goes, and where the refs begin.
        var from: RefNumber? = RefNumber(year: 0, number: 1)
        var board: WaitingBoard?
        while let begin = from {
            guard let page = try await page(.open(from: begin), known: board?.end) else { return nil }
            if board == nil { board = WaitingBoard(from: page.end) }
            board?.put(page)
            from = page.next
        }
        return board
    }

    private func page(_ which: WaitingQuery.Which, known: RecordEnd?) async throws(StoreError) -> WaitingPage? {
        try await store.waiting(WaitingQuery(forum: forum, known: known, which: which, limit: limit))
    }
}
