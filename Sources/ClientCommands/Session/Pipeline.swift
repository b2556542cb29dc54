import CanonicalJSON
import DequeModule
import LineClient
import LineProtocol
import Terminal

/// Sends many requests over one connection without waiting for each, in order, as many at a time as the server takes.
struct Pipeline {
    private let session: ClientSession
    private let window: Int
    /// Whether each write is given a key, so that it can be sent again.
    private let givesKeys: Bool

    init(_ session: ClientSession, givesKeys: Bool = true) {
        self.session = session
        self.givesKeys = givesKeys
        let open = session.client.hello["limits"]?["open_tags"]?.integer ?? 32
        window = max(1, min(64, Int(open) - 2))
    }

    /// The answers in the order of the requests; `step` is called as each comes.
    func run(_ requests: [Request], step: () -> Void = {}) async throws -> [Answer] {
        var answers: [Answer] = []
        answers.reserveCapacity(requests.count)
        var waiting: Deque<(request: Request, replies: LineClient.Replies)> = []
        var next = 0
        do {
            while answers.count < requests.count {
                while next < requests.count, waiting.count < window {
                    // What cannot be made whole is refused as an answer of its own: the others go on.
                    var request = (try? requests[next].wholeWords()) ?? requests[next]
                    if request.isWrite, request.key == nil, givesKeys { request.key = ClientSession.newKey() }
                    waiting.append((request, try session.client.replies(to: request)))
                    next += 1
                }
                let (request, replies) = waiting.removeFirst()
                answers.append(try await settled(request, try await Pipeline.collect(replies)))
                step()
            }
        } catch let error as ClientError {
            // What nothing was heard of, the one that was being waited for included.
            let open = requests[answers.count..<next]
            guard let write = open.first(where: \.isWrite) else { throw CommandFailure.broken(error) }
            throw LostWrite.failure(error, write, key: write.key)
        }
        return answers
    }

    /// The answer, or that of the same request sent again where the server asked for it.
    private func settled(_ request: Request, _ answer: Answer) async throws -> Answer {
        guard let failure = answer.failure, let pause = ClientSession.pause(failure, of: request, 1) else {
            return answer
        }
        try await Task.sleep(for: pause)
        return try await session.answer(to: request)
    }

    private static func collect(_ replies: LineClient.Replies) async throws -> Answer {
        var rows: [JSONObject] = []
        for try await reply in replies {
            switch reply {
            case .row(_, let object), .event(_, let object): rows.append(object)
            case .ok(_, let object): return Answer(rows: rows, result: .success(object ?? JSONObject()))
            case .error(_, let failure): return Answer(rows: rows, result: .failure(failure))
            case .hello, .ping, .bye: break
            }
        }
        throw ClientError.closed(reason: "the request was left")
    }
}
