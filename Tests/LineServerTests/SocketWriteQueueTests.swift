import CanonicalJSON
import LineProtocol
import Listening
import NIOCore
import TestTime
import Testing

@testable import LineServer

@Suite("Waiting output", .timeLimit(.minutes(60)))
struct SocketWriteQueueTests {
    private let clock = ManualClock()
    private let tag = RequestTag(number: 1)

    private func writeQueue(
        unread: Int = 1000, flow: Int = 100, of total: UnreadBytes = UnreadBytes()
    ) -> SocketWriteQueue {
        var limits = Limits()
        limits.unreadBytes = unread
        limits.flowBytes = flow
        return SocketWriteQueue(limits: limits, time: TimeSource(clock), total: total)
    }

    /// A line of exactly so many bytes.
    private func line(_ count: Int) -> Reply {
        .ok(tag, ["t": .string(String(repeating: "x", count: count - 14))])
    }

    private func text(_ chunk: SocketWriteQueue.Chunk?) -> String? { chunk.map { String(buffer: $0.bytes) } }

    @Test("a line has the bytes that the tests say")
    func lineLength() {
        #expect(line(50).line.utf8.count == 49)
    }

    @Test("exactly the limit may wait unread, not one byte more")
    func limit() async {
        let exact = writeQueue(unread: 300)
        for _ in 0..<3 { #expect(exact.append(line(100)) == .taken) }
        #expect(exact.append(.ping(nil)) == .over)
        let drained = writeQueue(unread: 300)
        for _ in 0..<3 { #expect(drained.append(line(100)) == .taken) }
        let chunk = await drained.next()
        #expect(drained.append(.ping(nil)) == .over, "what is being written is unread as well")
        #expect(chunk?.bytes.readableBytes == 300)
        let read = writeQueue(unread: 300)
        for _ in 0..<3 { _ = read.append(line(100)) }
        _ = await read.next()
        read.wrote(300)
        #expect(read.append(line(300)) == .taken)
    }

    /// Clients for each of whom a line of so many bytes waits, until much waits for all of them.
    private func crowd(_ size: Int, _ total: UnreadBytes) -> [SocketWriteQueue] {
        var crowd: [SocketWriteQueue] = []
        while total.count <= UnreadBytes.many {
            crowd.append(writeQueue(unread: size, flow: size, of: total))
            #expect(crowd.last?.append(line(size)) == .taken)
        }
        return crowd
    }

    @Test("where much waits for all clients, one that has something unread is given little more")
    func total() async throws {
        let total = UnreadBytes()
        let big = Limits().unreadBytes
        var others = crowd(big, total)
        let own = writeQueue(unread: big, flow: big, of: total)
        #expect(await own.room(for: 200_000), "nothing waits for it")
        #expect(own.append(line(200_000).encoded(within: big), of: tag, kept: 200_000) == .taken)
        let waiting = Task { await own.room(for: 1000) }
        try await waitUntil { own.isStalled(for: .zero) }
        #expect(!total.admits(1000, after: 200_000, Limits()) && total.admits(1000, after: 60_000, Limits()))
        let before = total.count
        for other in others.prefix(2) { other.wrote(await other.next()?.bytes.readableBytes ?? 0) }
        #expect(total.count == before - 2 * big)
        #expect(total.admits(1000, after: 200_000, Limits()), "others read what waited for them")
        let mine = await own.next()
        own.wrote(mine?.bytes.readableBytes ?? 0)
        #expect(await waiting.value)
        others = []
        own.giveUp(1000)
        #expect(total.count == 0, "what is gone is not counted")
    }

    @Test("where much waits for all clients, lines that do not wait are soon too many as well")
    func hastyTotal() async throws {
        let total = UnreadBytes()
        let big = Limits().unreadBytes
        let others = crowd(big, total)
        let own = writeQueue(unread: big, flow: big, of: total)
        #expect(own.append(line(60_000)) == .taken)
        #expect(own.append(line(5000)) == .taken)
        #expect(own.append(line(5000)) == .over)
        let alone = writeQueue(unread: big, flow: big, of: total)
        #expect(alone.append(line(100_000)) == .taken, "nothing waits for it")
        #expect(alone.append(.ping(nil)) == .over)
        for other in others { other.close() }
        let later = writeQueue(unread: big, flow: big, of: total)
        #expect(later.append(line(100_000)) == .taken)
        #expect(later.append(line(100_000)) == .taken, "nothing waits for others any more")
    }

    @Test("what is dropped is not counted, though somebody still holds its connection")
    func dropped() async {
        let total = UnreadBytes()
        let slow = writeQueue(unread: 400_000, of: total)
        for _ in 0..<3 { #expect(slow.append(line(40_000)) == .taken) }
        let writing = await slow.next()?.bytes.readableBytes
        #expect(writing == 40_000 && total.count == 120_000)
        slow.abandon { _ in .bye([:]) }
        #expect(total.count == 40_000 + "* BYE {}\n".utf8.count)
        slow.close()
        #expect(total.count == 0)
        slow.wrote(40_000)
        #expect(total.count == 0, "what the socket takes at last was dropped before")
        let kept = writeQueue(unread: 400_000, of: total)
        #expect(await kept.room(for: 1000) && total.count == 1000)
        kept.close()
        kept.giveUp(1000)
        #expect(total.count == 0)
    }

    @Test("lines keep their order, and the last comes last")
    func order() async {
        let writeQueue = writeQueue()
        for number in 0..<5 { _ = writeQueue.append(.row(tag, ["n": .integer(Int64(number))])) }
        writeQueue.finish(.bye([:]))
        #expect(writeQueue.append(.ping(nil)) == .closed)
        var all = ""
        while let chunk = await writeQueue.next() { all += String(buffer: chunk.bytes) }
        #expect(all == (0..<5).map { "1 ROW {\"n\":\($0)}\n" }.joined() + "* BYE {}\n")
    }

    @Test("a writer that waits gets the next line, or the end")
    func waiting() async {
        let writeQueue = writeQueue()
        async let first = writeQueue.next()
        await Task.yield()
        _ = writeQueue.append(.ping(nil))
        #expect(text(await first) == "* PING\n")
        async let second = writeQueue.next()
        await Task.yield()
        writeQueue.finish(nil)
        #expect(await second == nil)
        async let third = writeQueue.next()
        #expect(await third == nil)
    }

    @Test("rows wait while more than the flow limit is unread, and go on when it is read")
    func room() async {
        let writeQueue = writeQueue()
        #expect(await writeQueue.room())
        _ = writeQueue.append(line(100))
        #expect(await writeQueue.room(), "exactly the limit")
        _ = writeQueue.append(.ping(nil))
        async let waiting = writeQueue.room()
        _ = await writeQueue.next()
        writeQueue.wrote(107)
        #expect(await waiting)
        _ = writeQueue.append(line(200))
        async let left = writeQueue.room()
        writeQueue.close()
        #expect(await !left)
    }

    @Test("room that is kept is nobody else's, and a long line waits until all before it is read")
    func kept() async throws {
        let writeQueue = writeQueue(unread: 1000, flow: 100)
        #expect(await writeQueue.room(for: 2000), "the first line may be of any length")
        #expect(writeQueue.append(.ping(nil)) == .taken, "what does not wait is counted by itself")
        let second = Task { await writeQueue.room(for: 950) }
        try await waitUntil { writeQueue.isStalled(for: .zero) }
        _ = writeQueue.append(line(2000).encoded(within: 4000), of: tag, kept: 2000)
        _ = await writeQueue.next()
        writeQueue.wrote(2007)
        #expect(await second.value)
        let third = Task { await writeQueue.room(for: 60) }
        try await waitUntil { writeQueue.isStalled(for: .zero) }
        _ = writeQueue.append(line(950).encoded(within: 4000), of: tag, kept: 950)
        _ = await writeQueue.next()
        writeQueue.wrote(950)
        #expect(await third.value)
    }

    @Test("a line over the limit is cut, and says what is missing of it")
    func fitting() throws {
        let elements = JSONValue.array((0..<100).map { .string(String(repeating: "a", count: $0)) })
        let reply = Reply.event(tag, ["cursor": "c1", "event": ["data": elements, "kind": "moved"]])
        let line = String(buffer: reply.encoded(within: 3000))
        #expect(line.utf8.count <= 3001 && line.hasPrefix("1 EVT {\"cursor\":\"c1\""))
        #expect(line.contains("\"left_out\":{\"event\":\"a part\"}") && line.contains("of 100\"}"))
        #expect(line.contains("\"kind\":\"moved\""))
        let many = JSONObject((0..<2000).map { JSONObject.Member(key: "k\($0)", value: 1) })
        let refused = String(buffer: Reply.ok(tag, many).encoded(within: 3000, effect: .applied))
        #expect(refused.hasPrefix("1 ERR ANSWER_TOO_LONG never applied "))
        let row = String(buffer: Reply.row(tag, many).encoded(within: 3000))
        #expect(row == "1 ROW {\"left_out\":\"the answer would be longer than 3000 bytes\"}\n")
        let unmet = Failure(.refused, "No.", details: ["unmet": elements])
        let shorter = String(buffer: Reply.error(tag, unmet).encoded(within: 3000))
        #expect(shorter.utf8.count <= 3001 && shorter.contains("\"message\":\"No.\"") && shorter.contains("of 100\"}"))
        #expect(Reply.ok(tag, ["a": 1]).encoded(within: 14) == Reply.ok(tag, ["a": 1]).encoded(within: 4000))
    }

    @Test("a cancelled producer does not wait")
    func cancelled() async {
        let writeQueue = writeQueue()
        _ = writeQueue.append(line(200))
        let task = Task { await writeQueue.room() }
        task.cancel()
        #expect(await !task.value)
    }

    @Test("a client that reads nothing while rows wait is stalled, one that reads is not")
    func stalled() async throws {
        let writeQueue = writeQueue()
        _ = writeQueue.append(line(200))
        _ = writeQueue.append(line(200))
        clock.advance(by: .seconds(100))
        #expect(!writeQueue.isStalled(for: .seconds(10)), "nobody waits")
        let waiting = Task { await writeQueue.room() }
        try await waitUntil { writeQueue.isStalled(for: .zero) }
        clock.advance(by: .seconds(9))
        #expect(!writeQueue.isStalled(for: .seconds(10)))
        clock.advance(by: .seconds(1))
        #expect(writeQueue.isStalled(for: .seconds(10)))
        _ = await writeQueue.next()
        writeQueue.wrote(200)
        #expect(!writeQueue.isStalled(for: .seconds(10)))
        writeQueue.close()
        #expect(await !waiting.value)
    }

    @Test("an abandoned client gets BYE with the cursors of what was written, and nothing else")
    func abandoned() async {
        let writeQueue = writeQueue()
        _ = writeQueue.append(.event(tag, ["n": 1]), cursor: "c1")
        if let chunk = await writeQueue.next() { writeQueue.writing(chunk) }
        _ = writeQueue.append(.event(tag, ["n": 2]), cursor: "c2")
        writeQueue.abandon { cursors in .bye(["cursor": .optional(cursors[RequestTag(number: 1)])]) }
        #expect(text(await writeQueue.next()) == "* BYE {\"cursor\":\"c1\"}\n")
        #expect(await writeQueue.next() == nil)
    }
}

extension SocketWriteQueue.Chunk: Equatable {
    static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes && left.cursors == right.cursors }
}
