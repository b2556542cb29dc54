import BenchmarkTexts
import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization

/// Whole lives of proposals, so many at a time: drafted, circulated, a position of each partner, confirmed, blessed, implemented, reported.
///
/// Each step waits for the one before; the positions are taken at the same time, as partners do who do not wait for one another. A life
/// that is refused a step ends there, and is counted.
package struct LifeRun: Sendable {
    private let offices: LifeOffices
    private let forum: String
    private let run: LoadRun

    package init(_ offices: LifeOffices, forum: String, _ run: LoadRun) {
        self.offices = offices
        self.forum = forum
        self.run = run
    }

    /// Leads lives until the time is over; those that have begun are led to their ends.
    package func lead(atOnce: Int) async throws -> (tally: Tally, lives: Int) {
        let start = ContinuousClock.now
        let book = Book()
        try await withThrowingDiscardingTaskGroup { group in
            for leader in 0..<atOnce {
                group.addTask {
                    // Not what a sender draws, who drafts from the same seed: titles that are alike are held up.
                    var random = run.chance(of: 500_000 + leader)
                    while ContinuousClock.now - start < run.warmup + run.length {
                        try await lead(&random, book, since: start)
                    }
                }
            }
        }
        return (book.tally.withLock { $0 }, book.lives.load(ordering: .relaxed))
    }

    private func lead(_ random: inout SplitMix64, _ book: Book, since start: ContinuousClock.Instant) async throws {
        let pen = Pen(run: run, book: book, start: start)
        let fields = BenchmarkText.fields(&random)
        let drafted = try await pen.write("draft", offices.proposer, .draft, [forum], fields)
        guard let ref = drafted?["ref"]?.string else { return }
        let track: JSONObject = ["track": "work-programme"]
        guard try await pen.write("circulate", offices.proposer, .advance, [ref, "circulate"], track) != nil else {
            return
        }
        let reasons = offices.contactPoints.map { ($0, BenchmarkText.reason(&random)) }
        try await withThrowingDiscardingTaskGroup { group in
            for (client, reason) in reasons {
                group.addTask {
                    _ = try await pen.write(
                        "position", client, .position, [ref, "support"], ["reason": .string(reason)])
                }
            }
        }
        let meeting = JSONValue.string(offices.meeting)
        let day = JSONValue.string(offices.day)
        let report: JSONObject = [
            "outcomes": .string(Vocabulary.words(20, &random)), "partners_participating": 20, "meeting": meeting,
            "channel": "direct",
        ]
        guard try await pen.write("confirm", offices.coordinator, .advance, [ref, "confirm"], nil) != nil,
            try await pen.write("bless", offices.leader, .advance, [ref, "bless"], ["meeting": meeting]) != nil,
            try await pen.write("implemented", offices.proposer, .implemented, [ref], ["starts": day, "ends": day])
                != nil,
            try await pen.write("report", offices.proposer, .advance, [ref, "report"], report) != nil
        else { return }
        book.lives.add(1, ordering: .relaxed)
    }
}

/// What the leaders of lives count together.
private final class Book: Sendable {
    let tally = Mutex(Tally())
    let lives = Atomic(0)
}

/// Sends the steps of a life and notes how long each took.
private struct Pen: Sendable {
    let run: LoadRun
    let book: Book
    let start: ContinuousClock.Instant

    /// The answer, nil where it was refused.
    func write(
        _ step: String, _ client: LineClient, _ verb: Verb, _ arguments: [String], _ object: JSONObject?
    ) async throws -> JSONObject? {
        let due = ContinuousClock.now - start
        let request = Request(tag: RequestTag(number: 0), verb: verb, arguments: arguments, object: object)
        let answer = try await client.request(request)
        let end = ContinuousClock.now - start
        book.tally.withLock {
            $0.note(answer, took: end - due, step: step, isMeasured: due >= run.warmup, at: end)
        }
        return try? answer.get()
    }
}
