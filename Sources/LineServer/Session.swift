import CanonicalJSON
import CivilTime
import Failpoints
import LineProtocol
import Listening
import NIOCore
import Requests
import Synchronization

/// Runs one connection: reads lines, asks the machine, does what it says. All decisions are the machine's.
final class Session: Sendable {
    /// What all sessions of a server share.
    struct Context: Sendable {
        let gateway: any RequestGateway
        let limits: Limits
        /// What HELLO says to everybody.
        let greeting: JSONObject
        let time: TimeSource
        let timetable: Timetable
        let turns = LoopsTurns()
        /// How many are logged in, by account.
        let logins: Room
        /// What waits for all clients to read it.
        let unread = UnreadBytes()
        /// How long a stopping session waits for open requests.
        let stopPeriod: Duration
        /// How long a closing connection may take to send what waits, and then for the client to close it too.
        let lingerPeriod: Duration
    }

    private let context: Context
    private let channel: any Channel
    private let client: String?
    private let peer: EventLoopFuture<Peer>
    private let executor: EventLoopExecutor
    private let writeQueue: SocketWriteQueue
    private let machine: Mutex<SessionMachine>
    /// The tasks that CANCEL, a stop or the end of the connection cancels.
    private let tasks = Mutex<[RequestTag: Task<Void, Never>]>([:])
    /// Whose connection it is, once somebody has logged in.
    private let account = Mutex<String?>(nil)
    /// What is to be done later, unless the connection is closed before.
    private let later = Mutex<[Timetable.Entry]>([])

    /// - Parameter client: the name of whoever is at the other end; nil where nothing says who it is.
    init(context: Context, channel: any Channel, client: String?, peer: EventLoopFuture<Peer>) {
        self.context = context
        self.channel = channel
        self.client = client
        self.peer = peer
        // Who is not logged in yet shares the turns of an address.
        executor = EventLoopExecutor(context.turns.turns(on: channel.eventLoop), lane: client ?? "")
        writeQueue = SocketWriteQueue(limits: context.limits, time: context.time, total: context.unread)
        machine = Mutex(SessionMachine(limits: context.limits))
    }

    /// Serves the connection until it is closed, on the connection's own thread.
    func run(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async {
        await withTaskExecutorPreference(executor) { await serve(inbound) }
    }

    private func serve(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async {
        schedule(after: .milliseconds(context.limits.loginMilliseconds)) { session in
            session.stop { $0.loginTimePassed() }
        }
        scheduleCheck()
        channel.closeFuture.whenComplete { [weak self] _ in self?.connectionEnded() }
        // A handshake that does not come to its end ends the connection, so nobody reads this HELLO.
        let peer = (try? await peer.get()) ?? .unknown
        greet(peer)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.writeOut() }
            let remainder = await self.read(inbound, from: peer, &group)
            stop { $0.inputEnded(after: remainder) }
            try? await channel.closeFuture.get()
        }
        for entry in later.withLock({ $0 }) { context.timetable.callOff(entry) }
        if let account = account.withLock({ $0 }) { context.logins.leave(account) }
    }

    /// Says HELLO, with how somebody may log in on this connection.
    private func greet(_ peer: Peer) {
        var greeting = context.greeting
        greeting["auth"] = .array(peer.methods.map { .string($0.rawValue) })
        write(.hello(greeting))
    }

    /// Nobody reads any more: whatever still runs is cancelled, so that the tasks of this session end.
    private func connectionEnded() {
        writeQueue.close()
        cancelAll()
    }

    /// The server is to stop.
    func shutdown() {
        stop { $0.shutdownBegan() }
    }

    /// Whether the client was found too slow and its connection is about to close.
    var isDismissing: Bool { writeQueue.isAbandoned }

    // MARK: Reading

    /// Reads until the input ends; answers how many bytes came after the last line's end.
    private func read(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, from peer: Peer, _ group: inout DiscardingTaskGroup
    ) async -> Int {
        var framer = LineFramer(limit: context.limits.lineBytesBeforeLogin)
        var login: Login?
        do {
            // After the machine has stopped reading, what still comes is dropped until the client closes its side.
            for try await bytes in inbound where machine.withLock({ $0.isReading }) {
                framer.append(bytes)
                while machine.withLock({ $0.isReading }), let line = next(&framer) {
                    await take(line, from: peer, &login, &group)
                    framer.limit = machine.withLock { $0.lineLimit }
                }
            }
        } catch {
            // The connection broke; the end of reading says so.
        }
        return framer.remainder
    }

    /// The next whole line; a line over the limit stops the session.
    private func next(_ framer: inout LineFramer) -> ByteBuffer? {
        do throws(LineFramer.TooLong) {
            return try framer.next()
        } catch {
            stop { $0.framingBroke(Failure(.lineTooLong, "a line is longer than \(error.limit) bytes")) }
            return nil
        }
    }

    private func take(
        _ line: ByteBuffer, from peer: Peer, _ login: inout Login?, _ group: inout DiscardingTaskGroup
    ) async {
        let request = Result { () throws(RequestFault) in try Request.parse(line) }
        switch machine.withLock({ $0.lineArrived(request) }) {
        case .answer(let reply): write(reply)
        case .pong(let tag): write(.ok(tag, Verbs.Ping.End(now: context.time.date()).object))
        case .authenticate(let request): login = await authenticate(request, from: peer) ?? login
        case .begin(let request):
            let handler = login?.handler ?? context.gateway.strangers(at: client)
            begin(await handler.accept(request), of: request, &group)
        case .cancel(let tag, let reply):
            write(reply)
            cancel([tag])
        case .quit(let reply):
            write(reply)
            stop { $0.quitAnswered() }
        case .stop(let action): perform(action)
        case .ignore: break
        }
    }

    /// Waits for the verdict on a login: AUTH is a barrier.
    private func authenticate(_ request: Request, from peer: Peer) async -> Login? {
        let verdict = Mutex<Result<Login, Failure>?>(nil)
        let work = Task { [context] in
            let result = await context.gateway.authenticate(request, from: peer)
            verdict.withLock { $0 = result }
        }
        register(work, for: request.tag)
        await work.value
        forget(request.tag)
        var login: Login?
        let outcome: Outcome
        switch verdict.withLock({ $0 }) {
        case .success(let accepted):
            if let full = enter(accepted.answer.account) {
                outcome = .failure(full)
                stop { $0.isOneTooMany(full) }
                break
            }
            var answer = accepted.answer
            answer.limits = context.limits.object
            outcome = .success(.members(answer.object))
            if machine.withLock({ $0.authenticated(true) }) { login = accepted }
        case .failure(let failure):
            outcome = .failure(failure)
            _ = machine.withLock { $0.authenticated(false) }
        case .none:
            outcome = .failure(Failure(.cancelled, "the login was given up"))
            _ = machine.withLock { $0.authenticated(false) }
        }
        // The answer waits for room like every other last line; nothing is read meanwhile.
        let last = lastLine(request.tag, outcome, of: nil)
        let isKept = await writeQueue.room(for: last.readableBytes)
        end(request.tag, with: outcome, last, cursor: nil, isKept: isKept)
        return login
    }

    /// Takes room for one more login of an account; what to say where there is none.
    private func enter(_ account: String) -> Failure? {
        do throws(Room.Full) { try context.logins.enter(account) } catch {
            guard case .ofName(let count) = error else { return nil }
            return .tooManyConnections(count, " of \(account)")
        }
        self.account.withLock { $0 = account }
        executor.change(to: account)
        return nil
    }

    // MARK: Requests

    private func begin(_ operation: Operation, of request: Request, _ group: inout DiscardingTaskGroup) {
        let cursor = Mutex<String?>(nil)
        let begun: @Sendable (String) -> Void = { place in cursor.withLock { $0 = place } }
        let (tag, limit) = (request.tag, context.limits.replyBytes)
        let writer = ReplyWriter(tag: tag, limit: limit, begun: begun) { [self] lines, place in
            guard await writeQueue.room(for: lines.readableBytes) else { return false }
            guard write(lines, of: tag, cursor: place, kept: lines.readableBytes) else { return false }
            if let place { cursor.withLock { $0 = place } }
            return true
        }
        // A task of its own, so that CANCEL can reach it; the group waits for it.
        let work = Task(executorPreference: executor(operation.haste)) { [self] in
            var outcome = await operation.run(writer)
            if request.isWrite { Failpoint.answering.reached() }
            // The last line waits like every other one, and its tag is not free before.
            var last = lastLine(request.tag, outcome, of: request)
            let size = last.readableBytes
            let isKept = await writeQueue.room(for: size)
            if !isKept, Task.isCancelled, !request.isWrite, size > Session.smallLine {
                outcome = .failure(Failure(.cancelled, "the request was cancelled"))
                last = lastLine(request.tag, outcome, of: request)
            }
            self.end(
                request.tag, with: outcome, last, cursor: cursor.withLock { $0 }, of: request, isKept: isKept)
            if request.isWrite { Failpoint.answered.reached() }
        }
        register(work, for: request.tag)
        group.addTask { await work.value }
    }

    /// A task has ended; a connection that is idle keeps no memory for those that it had.
    private func forget(_ tag: RequestTag) {
        tasks.withLock { tasks in
            tasks[tag] = nil
            if tasks.isEmpty { tasks = [:] }
        }
    }

    private func executor(_ haste: Operation.Haste) -> any TaskExecutor {
        switch haste {
        case .brief: executor
        case .ordinary: ReadingThreads.shared
        case .patient: ReadingThreads.patient
        }
    }

    /// Makes a task known to those that may cancel it, and cancels it if they have just been here.
    private func register(_ work: Task<Void, Never>, for tag: RequestTag) {
        tasks.withLock { $0[tag] = work }
        if writeQueue.isClosed || machine.withLock({ $0.isEnding(tag) }) { work.cancel() }
    }

    /// How many chunks are written before the connection's thread reads again.
    private static let chunksAtATime = 8

    /// What goes out at once even where nobody waits for it any more.
    private static let smallLine = 64 << 10

    /// The end of a request as it will be, unless the session ends it otherwise.
    private func lastLine(_ tag: RequestTag, _ outcome: Outcome, of request: Request?) -> ByteBuffer {
        switch outcome {
        case .success(let answer):
            return answer?.encodedOK(tag, within: context.limits.replyBytes)
                ?? line(.ok(tag, answer?.members), of: request)
        case .failure(let failure): return line(.error(tag, failure), of: request)
        }
    }

    private func line(_ reply: Reply, of request: Request?) -> ByteBuffer {
        reply.encoded(
            within: context.limits.replyBytes, effect: request?.isWrite == true ? .applied : .none)
    }

    /// Ends a request with its last line, for which room may have been kept.
    private func end(
        _ tag: RequestTag, with outcome: Outcome, _ last: ByteBuffer, cursor: String?, of request: Request? = nil,
        isKept: Bool
    ) {
        // The tag is free before its last line is out, so that a client may use it again at once.
        forget(tag)
        let kept = isKept ? last.readableBytes : nil
        var taken: SocketWriteQueue.Taken?
        let action = machine.withLock { machine in
            machine.ended(tag, with: outcome, cursor: cursor) { replacement in
                let said = replacement.map { line($0, of: request) } ?? last
                taken = writeQueue.append(said, of: tag, kept: kept)
            }
        }
        if let taken {
            wasTaken(taken)
        } else if let kept {
            writeQueue.giveUp(kept)
        }
        switch action {
        case .goOn: break
        case .finish(let bye): perform(.finish(bye: bye))
        }
    }

    private func cancel(_ tags: [RequestTag]) {
        let work = tasks.withLock { tasks in tags.compactMap { tasks[$0] } }
        for task in work { task.cancel() }
    }

    private func cancelAll() {
        for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
    }

    // MARK: Stopping

    private func stop(_ event: (inout SessionMachine) -> SessionMachine.StopAction) {
        perform(machine.withLock { event(&$0) })
    }

    private func perform(_ action: SessionMachine.StopAction) {
        switch action {
        case .ignore, .goOnAnswering: break
        case .wait(let ending):
            cancel(ending)
            schedule(after: context.stopPeriod) { session in session.stop { $0.stopTimePassed() } }
        case .finish(let answers, let bye):
            for answer in answers { write(answer) }
            writeQueue.finish(bye.map { .bye($0) })
            cancelAll()
            schedule(after: context.stopPeriod) { $0.channel.close(promise: nil) }
        }
    }

    /// The client has too much unread: only a BYE with the last cursors goes out.
    private func dismissSlowReader(_ message: String) {
        guard machine.withLock({ $0.readerFellBehind() }) else { return }
        writeQueue.abandon { cursors in
            var details = JSONObject()
            if !cursors.isEmpty {
                details["cursors"] = .object(
                    JSONObject(cursors.map { JSONObject.Member(key: $0.key.text, value: .string($0.value)) }))
            }
            if cursors.count == 1 { details["cursor"] = cursors.values.first.map { .string($0) } }
            return .bye(Failure(.slowReader, message, details: details).notice)
        }
        cancelAll()
        schedule(after: context.lingerPeriod) { $0.channel.close(promise: nil) }
    }

    // MARK: Writing

    private func write(_ reply: Reply) {
        write(line(reply, of: nil), of: reply.tag, cursor: nil, kept: nil)
    }

    @discardableResult
    private func write(_ line: ByteBuffer, of tag: RequestTag?, cursor: String?, kept: Int?) -> Bool {
        wasTaken(writeQueue.append(line, of: tag, cursor: cursor, kept: kept))
    }

    /// Whether a line was taken; where it was one too many, the client is dismissed.
    @discardableResult
    private func wasTaken(_ taken: SocketWriteQueue.Taken) -> Bool {
        switch taken {
        case .taken: return true
        case .closed: return false
        case .over:
            dismissSlowReader("more than \(context.limits.unreadBytes) bytes wait unread")
            return false
        }
    }

    /// Writes what the writeQueue holds, then closes: first our side, and after a while whatever the client does.
    private func writeOut() async {
        do {
            var count = 0
            while let chunk = await writeQueue.next() {
                writeQueue.writing(chunk)
                try await channel.writeAndFlush(chunk.bytes).get()
                writeQueue.wrote(chunk.bytes.readableBytes)
                count += 1
                if count.isMultiple(of: Session.chunksAtATime) { await Task.yield() }
            }
            try await channel.close(mode: .output).get()
            schedule(after: context.lingerPeriod) { $0.channel.close(promise: nil) }
        } catch {
            channel.close(promise: nil)
        }
    }

    // MARK: Time

    /// Does something later, unless the connection is closed before.
    private func schedule(after period: Duration, _ body: @escaping @Sendable (Session) -> Void) {
        let now = context.time.now()
        let entry = context.timetable.after(period) { [weak self] in if let self { body(self) } }
        later.withLock { later in
            later.removeAll { $0.time <= now }
            later.append(entry)
        }
    }

    /// Looks now and then whether the client reads, and whether a sign of life is due.
    private func scheduleCheck() {
        let stall = Duration.milliseconds(context.limits.stallMilliseconds)
        let silence = Duration.milliseconds(context.limits.keepaliveMilliseconds)
        schedule(after: min(stall, silence) / 2) { session in
            if session.writeQueue.isStalled(for: stall) { session.dismissSlowReader("nothing was read for \(stall)") }
            if session.writeQueue.silence >= silence { session.write(.ping(nil)) }
            session.scheduleCheck()
        }
    }
}
