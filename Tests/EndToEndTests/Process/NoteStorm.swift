import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import Testing

/// Many connections that leave notes, each under a key of its own, as fast as they are answered, until their connections end.
final class NoteStorm: Sendable {
    /// One request, and how it ended: with an answer, a refusal, or with the connection.
    struct Attempt: Sendable {
        let slug: String
        let ref: String
        let key: String
        var answer: JSONObject?
        var failure: Failure?

        var request: Request? {
            let line = #"0 NOTE \#(ref) key=\#(key) {"text":"\#(key)"}"#
            return try? Request.parse(Array(line.utf8))
        }
    }

    private static let slugs = ["pr-FR", "pr-DE", "cp-JP", "cp-TH"]
    private static let lanes = 10

    let forum: String
    let refs: [String]
    private let done = Atomic(0)
    private let marks: AsyncStream<Int>
    private let mark: AsyncStream<Int>.Continuation

    init(_ forum: String, _ refs: [String]) {
        self.forum = forum
        self.refs = refs
        (marks, mark) = AsyncStream.makeStream(of: Int.self)
    }

    /// Storms until every connection has ended.
    func run(_ connect: (String) async throws -> User) async throws -> [Attempt] {
        defer { mark.finish() }
        var users: [(String, User)] = []
        for slug in Self.slugs + Self.slugs { users.append((slug, try await connect(slug))) }
        return await withTaskGroup(of: [Attempt].self) { group in
            for (place, (slug, user)) in users.enumerated() {
                for lane in 0..<Self.lanes {
                    group.addTask { await self.storm(slug, user.client, "s\(place)-\(lane)") }
                }
            }
            var attempts: [Attempt] = []
            for await some in group { attempts += some }
            return attempts
        }
    }

    private func storm(_ slug: String, _ client: LineClient, _ name: String) async -> [Attempt] {
        var attempts: [Attempt] = []
        while true {
            var attempt = Attempt(
                slug: slug, ref: refs[attempts.count % refs.count], key: "\(name)-\(attempts.count)")
            guard let request = attempt.request, let answer = try? await client.request(request) else {
                return attempts + [attempt]
            }
            switch answer.result {
            case .success(let object):
                attempt.answer = object
                mark.yield(done.add(1, ordering: .relaxed).newValue)
            case .failure(let failure): attempt.failure = failure
            }
            attempts.append(attempt)
            if attempt.failure != nil { return attempts }
        }
    }

    /// Waits until so many requests were answered with OK; throws where the storm ends before.
    func reached(_ count: Int) async throws {
        guard await marks.first(where: { $0 >= count }) != nil else {
            throw Unexpected("the storm ended before \(count) answers")
        }
    }

    /// Sends every request again, with its key; answers how many were done before, among those that had no answer.
    func repeatAll(_ attempts: [Attempt], _ connect: (String) async throws -> User) async throws -> Int {
        var users: [String: User] = [:]
        for slug in Self.slugs { users[slug] = try await connect(slug) }
        let found = Atomic(0)
        let connected = users
        try await pipelined(attempts) { attempt in
            guard let user = connected[attempt.slug], let request = attempt.request else {
                throw Unexpected("no \(attempt.slug)")
            }
            var object = try await user.client.request(request).get()
            let isRepeated = object["repeated"] == true
            object["repeated"] = nil
            if let answer = attempt.answer {
                #expect(isRepeated, "\(attempt.key) was acknowledged and is lost")
                #expect(object == answer, "\(attempt.key) was answered twice, and not alike")
            } else if attempt.failure != nil {
                #expect(!isRepeated, "\(attempt.key) was refused and done")
            } else if isRepeated {
                found.add(1, ordering: .relaxed)
            }
        }
        for user in connected.values { await user.leave() }
        return found.load(ordering: .relaxed)
    }

    /// Reads the record as its auditor: each note stands there once, positions and versions have no gaps.
    func audit(_ attempts: [Attempt], _ auditor: User) async throws {
        var texts: [String: Int] = [:]
        var versions: [String: Int64] = [:]
        var position: Int64 = 0
        var missing = Set(attempts.map(\.key))
        for try await event in try auditor.client.watch(forum) {
            let inner = try #require(event["event"]?.object)
            let ref = try #require(inner["ref"]?.string)
            try #require(inner["position"]?.integer == position)
            try #require(inner["version"]?.integer == versions[ref, default: 0] + 1, "\(ref) at \(position)")
            position += 1
            versions[ref, default: 0] += 1
            if inner["kind"] == "noted", let text = inner["data"]?.object?["text"]?.string {
                texts[text, default: 0] += 1
                missing.remove(text)
            }
            if missing.isEmpty { break }
        }
        #expect(texts.values.allSatisfy { $0 == 1 })
        #expect(texts.count == attempts.count)
        // Nothing came after the last one.
        var length: Int64 = 0
        for ref in refs { length += try #require(try await auditor.ok("SHOW \(ref)")["version"]?.integer) }
        #expect(length == refs.reduce(0) { $0 + versions[$1, default: 0] })
    }
}
