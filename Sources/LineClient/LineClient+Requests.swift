package import CanonicalJSON
package import LineProtocol
import NIOCore

extension LineClient {
    /// The replies of one request as they come.
    package typealias Replies = AsyncThrowingStream<Reply, any Error>

    /// Logs in; answers who the caller is.
    @discardableResult
    package func authenticate(token: String) async throws -> JSONObject {
        try await request(.auth, object: ["token": .string(token)]).get()
    }

    /// How somebody may log in on this connection, as the server said.
    package var methods: [Verbs.Auth.Method] {
        (hello["auth"]?.array ?? []).compactMap { $0.string.flatMap { Verbs.Auth.Method(rawValue: $0) } }
    }

    /// Sends a request and waits for its end. A refusal is an answer; only a failed conversation throws.
    package func request(
        _ verb: Verb, _ arguments: String..., options: [String: String] = [:], key: String? = nil,
        if version: Int64? = nil, object: JSONObject? = nil
    ) async throws(ClientError) -> Answer {
        try await request(
            Request(
                tag: RequestTag(number: 0), verb: verb, arguments: arguments, options: options, key: key,
                expectedVersion: version, object: object))
    }

    /// Sends a request, under a tag of this client's own, and waits for its end.
    package func request(_ request: Request) async throws(ClientError) -> Answer {
        if let failure = fault(in: request) { return Answer(rows: [], result: .failure(failure)) }
        let (tag, replies) = try send(request)
        let late = self.options.requestTimeout.map { timeout in
            SilenceLimit(timeout.timeAmount, on: channel.eventLoop) { [table] in
                table.abandon(tag, with: .timedOut(reason: "\(request.verb) was not answered within \(timeout)"))
            }
        }
        defer { late?.end() }
        do {
            return try await LineClient.collect(replies) { late?.heard() }
        } catch let error as ClientError {
            if !request.isWrite { cancel(tag) }
            throw error
        } catch {
            if !request.isWrite { cancel(tag) }
            throw .closed(reason: "the task was cancelled")
        }
    }

    /// Sends a request and hands out its replies as they come; leaving the stream early cancels a read on the server.
    package func replies(to request: Request) throws(ClientError) -> Replies {
        if let failure = fault(in: request) {
            return Replies { continuation in
                continuation.yield(.error(request.tag, failure))
                continuation.finish()
            }
        }
        guard !request.isWrite else { return try send(request).1 }
        return try send(request) { [weak self] tag in self?.cancel(tag) }.1
    }

    /// The events of a forum, or of all forums the caller may see, after a cursor, until the sequence is left.
    package func watch(
        _ forum: String? = nil, after cursor: String? = nil, ref: String? = nil
    ) throws(ClientError) -> Events {
        var options: [String: String] = [:]
        options["after"] = cursor
        options["ref"] = ref
        let request = Request(
            tag: RequestTag(number: 0), verb: .watch, arguments: forum.map { [$0] } ?? [], options: options)
        return Events(replies: try replies(to: request))
    }

    /// Sends a line as it is and hands out the replies to its tag; the stream ends after OK, ERR or BYE.
    package func send(line: String) throws(ClientError) -> Replies {
        let tag = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).first.flatMap {
            RequestTag($0)
        }
        let replies = try table.openRaw(tag)
        var buffer = channel.allocator.buffer(capacity: line.utf8.count + 1)
        buffer.writeString(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        channel.writeAndFlush(buffer, promise: nil)
        return replies
    }

    /// Asks the server to end a read or watch, without waiting.
    func cancel(_ tag: RequestTag) {
        guard isOpen else { return }
        _ = try? send(Request(tag: tag, verb: .cancel, arguments: [tag.text]))
    }

    /// What the server would refuse about a request's own form, so that nothing malformed is ever sent.
    private func fault(in request: Request) -> Failure? {
        let line = Array(request.line.utf8)
        if let limit = hello["limits"]?["line_bytes"]?.integer, line.count + 20 > limit {
            return Failure(.lineTooLong, "the request has \(line.count) bytes, the server takes \(limit)")
        }
        do throws(RequestFault) {
            // A blank within an argument would make another request of it.
            guard try Request.parse(line) == request else {
                return Failure(.badArgument, "an argument is not one word of the request")
            }
            return nil
        } catch {
            switch error {
            case .frame(let failure), .request(_, _, let failure): return failure
            }
        }
    }

    private func send(
        _ request: Request, onLeave: (@Sendable (RequestTag) -> Void)? = nil
    ) throws(ClientError) -> (RequestTag, Replies) {
        let (tag, replies) = try table.open(onLeave: onLeave)
        var request = request
        request.tag = tag
        var buffer = channel.allocator.buffer(capacity: 512)
        request.encode(into: &buffer)
        channel.writeAndFlush(buffer, promise: nil)
        return (tag, replies)
    }

    private static func collect(_ replies: Replies, _ heard: () -> Void) async throws -> Answer {
        var rows: [JSONObject] = []
        for try await reply in replies {
            heard()
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
