import Foundation
import TestRandom
import Testing

/// The transcripts as recordings of connections, sent again in other pieces: the answers are the same.
/// It takes long, so it runs where CHANCERY_EVERY_SPLIT is set.
@Suite(
    "Every split", .enabled(if: ProcessInfo.processInfo.environment["CHANCERY_EVERY_SPLIT"] != nil),
    .timeLimit(.minutes(60)))
struct SplitTests {
    /// How many bytes a connection may have to be cut at each of them.
    private static let short = 250
    /// At how many places a longer one is cut.
    private static let places = 6

    /// What can be sent again as often as one likes: not what holds the database, moves the clock or stops the server.
    static func isRecording(_ transcript: Transcript) -> Bool { !transcript.wantsOwnServer && !transcript.needsOwnDoor }

    private func recordings() throws -> [Transcript] { try Transcript.all().filter(Self.isRecording) }

    /// Plays recordings, each as often as there are deliveries for it.
    private func play(
        _ jobs: [(Transcript, Delivery)], on server: ConformanceServer
    ) async throws {
        let forum = try await server.commonForum(ConformanceServer.asem)
        let token = try await forum.token(of: "auditor")
        let workers = 8
        try await forEach(of: Array(0..<workers), atOnce: workers) { worker in
            let pacer = try await Pacer(server, token: token)
            for index in stride(from: worker, to: jobs.count, by: workers) {
                let (transcript, delivery) = jobs[index]
                do {
                    try await Player(server, transcript, delivery, pacer).play()
                } catch {
                    Issue.record("\(delivery): \(error)")
                }
            }
            await pacer.close()
        }
    }

    @Test("byte by byte")
    func everyByte() async throws {
        let recordings = try recordings()
        #expect(recordings.count >= 200)
        try await ConformanceServer.with { server in
            // A few are long lines, which would be sent for minutes; they come in pieces below.
            let jobs = recordings.filter { $0.bytesSent <= 8192 }.map { ($0, Delivery.bytes) }
            #expect(jobs.count >= 200)
            try await play(jobs, on: server)
        }
    }

    @Test("in pieces of any length")
    func randomPieces() async throws {
        let recordings = try recordings()
        try await ConformanceServer.with { server in
            let jobs = recordings.enumerated().map { ($0.element, Delivery.pieces(seed: UInt64($0.offset) &* 7919)) }
            try await play(jobs, on: server)
        }
    }

    @Test("in two pieces, cut at every byte where they are short and at random ones where they are long")
    func everyCut() async throws {
        let recordings = try recordings()
        try await ConformanceServer.with { server in
            let lengths = Mutexed<[Int: [String: Int]]>([:])
            try await forEach(of: Array(recordings.enumerated()), atOnce: 8) { index, transcript in
                let player = Player(server, transcript)
                try await player.play()
                let sent = await player.sent
                lengths.update { $0[index] = sent }
            }
            var random = SeededRandom(seed: 20_261_130)
            var jobs: [(Transcript, Delivery)] = []
            for (index, transcript) in recordings.enumerated() {
                for (connection, length) in (lengths.value[index] ?? [:]).sorted(by: { $0.key < $1.key })
                where length > 1 {
                    let isShort = length <= Self.short && transcript.scenes.isEmpty && !transcript.wantsFreshForum
                    let places =
                        isShort ? Array(1..<length) : (0..<Self.places).map { _ in 1 + random.below(length - 1) }
                    jobs += places.map { (transcript, .cut(connection: connection, at: $0)) }
                }
            }
            #expect(jobs.count > 1000)
            try await play(jobs, on: server)
        }
    }
}
