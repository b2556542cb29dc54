import CanonicalJSON
import LineProtocol
import Requests

/// What a connection may do next: pure, without sockets, clock or tasks. Each event is a func in the past tense that
/// answers what the runner must do.
///
///     greeted --AUTH--> authenticating --accepted--> loggedIn
///        ^                    |                         |
///        +-----refused--------+                         |
///     any of them --QUIT, broken framing, shutdown, end of input--> stopping --nothing open--> closed
struct SessionMachine {
    private enum Phase: Equatable {
        /// Waits for AUTH; so many lines have come.
        case greeted(lines: Int)
        /// Waits for the verdict on a token; reads nothing meanwhile.
        case authenticating(lines: Int)
        /// Takes requests.
        case loggedIn
        /// Takes none; waits for the open ones to end, then says BYE with this object, if any, and closes.
        case stopping(Stop)
        /// Nothing more is written.
        case closed
    }

    private let limits: Limits
    private var phase = Phase.greeted(lines: 0)
    private var open: [RequestTag: Work] = [:]

    init(limits: Limits) {
        self.limits = limits
    }

    /// The most bytes of the next line.
    var lineLimit: Int {
        switch phase {
        case .greeted, .authenticating: limits.lineBytesBeforeLogin
        case .loggedIn, .stopping, .closed: limits.lineBytes
        }
    }

    /// Whether lines are still read; after broken framing nobody knows where the next one starts.
    var isReading: Bool {
        switch phase {
        case .greeted, .authenticating, .loggedIn, .stopping(.shutdown): true
        case .stopping(.quit), .stopping(.broken), .stopping(.inputEnded), .closed: false
        }
    }

    // MARK: Lines

    /// A line came, and was a request or not.
    mutating func lineArrived(_ line: Result<Request, RequestFault>) -> LineAction {
        switch phase {
        case .stopping(.shutdown):
            guard let tag = line.tag else { return .ignore }
            return .answer(.error(tag, Failure(.shuttingDown, "the server is stopping and takes no more requests")))
        case .stopping, .closed, .authenticating: return .ignore
        case .greeted(let lines):
            guard lines < limits.commandsBeforeLogin else {
                return .stop(
                    framingBroke(Failure(.tooManyBeforeLogin, "\(lines) lines came and none of them logged in")))
            }
            phase = .greeted(lines: lines + 1)
        case .loggedIn: break
        }
        switch line {
        case .failure(.frame(let failure)): return .stop(framingBroke(failure))
        case .failure(.request(let tag, let verb, let failure)):
            if let action = tagFault(tag) { return action }
            if phase != .loggedIn, let verb, !verb.isOpen, !verb.isPublic {
                return .answer(.error(tag, needsLogin(verb)))
            }
            return .answer(.error(tag, failure))
        case .success(let request):
            if let action = tagFault(request.tag) { return action }
            return requestArrived(request)
        }
    }

    private mutating func requestArrived(_ request: Request) -> LineAction {
        switch (request.verb, phase) {
        case (.ping, _): return .pong(request.tag)
        case (.quit, _): return .quit(.ok(request.tag, nil))
        case (.auth, .greeted(let lines)):
            phase = .authenticating(lines: lines)
            open[request.tag] = .read
            return .authenticate(request)
        case (.auth, _):
            return .answer(.error(request.tag, Failure(.alreadyLoggedIn, "this connection is already logged in")))
        case (let verb, .greeted) where !verb.isPublic: return .answer(.error(request.tag, needsLogin(verb)))
        case (.cancel, _): return cancelArrived(request)
        case (_, _): return beginning(request)
        }
    }

    private mutating func beginning(_ request: Request) -> LineAction {
        guard open.count < limits.openTags else {
            return .answer(
                .error(request.tag, Failure(.tooManyOpen, open: open.count, one: "request", many: "requests")))
        }
        if request.verb == .watch {
            guard watchCount < limits.watches else {
                return .answer(.error(request.tag, .tooManyWatches(watchCount)))
            }
            open[request.tag] = .watch
        } else {
            open[request.tag] = request.isWrite ? .write(request) : .read
        }
        return .begin(request)
    }

    private mutating func cancelArrived(_ request: Request) -> LineAction {
        guard let tag = request.argument("tag").flatMap({ RequestTag($0) }) else {
            return .answer(.error(request.tag, Failure(.badArgument, "what is to be cancelled is not a tag")))
        }
        func reply(_ isCancelled: Bool) -> Reply { .ok(request.tag, ["cancelled": .bool(isCancelled)]) }
        switch open[tag] {
        case .watch:
            open[tag] = .endingWatch(.cancelled)
            return .cancel(tag, reply(true))
        case .read:
            open[tag] = .endingRead
            return .cancel(tag, reply(true))
        case .write, .endingRead, .endingWatch, .none: return .answer(reply(false))
        }
    }

    private mutating func tagFault(_ tag: RequestTag) -> LineAction? {
        guard open[tag] != nil else { return nil }
        return .stop(
            framingBroke(Failure(.tagInUse, "the request \(tag) is still open", details: ["tag": .string(tag.text)])))
    }

    private func needsLogin(_ verb: Verb) -> Failure { Failure(.notLoggedIn, "\(verb) needs a login") }

    private var watchCount: Int {
        open.values.count { work in
            switch work {
            case .watch, .endingWatch: true
            case .read, .write, .endingRead: false
            }
        }
    }

    /// Whether a request that has begun should not have: its watch was told to end, or the session is closed.
    func isEnding(_ tag: RequestTag) -> Bool {
        if phase == .closed { return true }
        switch open[tag] {
        case .endingWatch: return true
        case .read, .write, .watch, .endingRead, .none: return false
        }
    }

    // MARK: Ends

    /// The verdict on a token came; answers whether requests are taken from now on. ``ended(_:with:cursor:write:)`` follows.
    mutating func authenticated(_ isAccepted: Bool) -> Bool {
        guard case .authenticating(let lines) = phase else { return false }
        phase = isAccepted ? .loggedIn : .greeted(lines: lines)
        return isAccepted
    }

    /// The business ended a request, whose watch stands at this cursor. Its last line is handed to `write` before anybody can learn
    /// that it is no longer open: whichever request ends last closes the connection, and the lines of all others are out by then.
    ///
    /// - Parameter write: called with what is said instead of the outcome, or with nil where the outcome stands.
    mutating func ended(
        _ tag: RequestTag, with outcome: Outcome, cursor: String?, write: (Reply?) -> Void
    ) -> EndAction {
        let ended = open.removeValue(forKey: tag)
        // A connection that is idle keeps no memory for the requests that it had.
        if open.isEmpty { open = [:] }
        guard let work = ended, phase != .closed else { return .goOn }
        write(SessionMachine.replacement(tag, of: work, outcome, cursor))
        guard case .stopping(let stop) = phase, open.isEmpty else { return .goOn }
        phase = .closed
        return .finish(bye: SessionMachine.bye(stop))
    }

    /// What the last line says where that is not the outcome.
    private static func replacement(
        _ tag: RequestTag, of work: Work, _ outcome: Outcome, _ cursor: String?
    ) -> Reply? {
        let place: JSONObject = cursor.map { ["cursor": .string($0)] } ?? [:]
        switch (work, outcome) {
        case (.endingWatch(.cancelled), _): return .ok(tag, place)
        case (.endingWatch(.shuttingDown), _):
            return .error(tag, Failure(.shuttingDown, "the watch ends because the server is stopping", details: place))
        case (.endingRead, .failure): return .error(tag, Failure(.cancelled, "the request was cancelled"))
        case (.endingRead, .success), (.read, _), (.write, _), (.watch, _): return nil
        }
    }

    // MARK: Stopping

    /// The OK of QUIT was written.
    mutating func quitAnswered() -> StopAction { stop(.quit) }

    /// The bytes cannot be understood as lines any more.
    mutating func framingBroke(_ failure: Failure) -> StopAction { stop(.broken(failure)) }

    /// There is no room for one more connection of the account that just logged in.
    mutating func isOneTooMany(_ failure: Failure) -> StopAction { stop(.broken(failure)) }

    /// The server is to stop.
    mutating func shutdownBegan() -> StopAction { stop(.shutdown) }

    /// The client sends no more; its watches live on, for it may still read. So many bytes came after the end of the last line: a line
    /// that has no end may be half of one, and is never done.
    mutating func inputEnded(after remainder: Int = 0) -> StopAction {
        let bytes = remainder == 1 ? "byte" : "bytes"
        let failure = Failure(
            .unfinishedLine, "the input ended without the LF of its last line, of which \(remainder) \(bytes) had come")
        return stop(.inputEnded(remainder > 0 ? failure : nil))
    }

    /// The time for a login has passed.
    mutating func loginTimePassed() -> StopAction {
        switch phase {
        case .greeted, .authenticating:
            phase = .closed
            return .finish(bye: Failure(.loginTimeout, "no login came within \(limits.loginMilliseconds) ms").notice)
        case .loggedIn, .stopping, .closed: return .ignore
        }
    }

    /// What was open has taken too long to end.
    mutating func stopTimePassed() -> StopAction {
        guard case .stopping(let stop) = phase, !stop.isEndOfInput else { return .ignore }
        phase = .closed
        defer { open = [:] }
        return .finish(answers: givenUp(stop), bye: SessionMachine.bye(stop))
    }

    /// What is said of the requests that are still open when nobody waits for them any longer: a write may yet take effect.
    private func givenUp(_ stop: Stop) -> [Reply] {
        let why =
            switch stop {
            case .shutdown: "the server stopped"
            case .quit, .broken, .inputEnded: "the connection closed"
            }
        return open.sorted { $0.key.text < $1.key.text }.map { tag, work in
            switch work {
            case .write(let request):
                .error(
                    tag,
                    Failure(.effectUnknown, "\(why) before it was known whether this was written").told(of: request))
            case .read, .endingRead, .watch, .endingWatch:
                .error(tag, Failure(.shuttingDown, "\(why) before this was answered"))
            }
        }
    }

    /// The client does not read; nothing more can be said but BYE.
    mutating func readerFellBehind() -> Bool {
        guard phase != .closed else { return false }
        phase = .closed
        return true
    }

    private mutating func stop(_ reason: Stop) -> StopAction {
        switch phase {
        case .closed: return .ignore
        case .stopping(.inputEnded) where reason == .shutdown: break
        case .stopping: return .ignore
        case .greeted, .authenticating, .loggedIn: break
        }
        guard !open.isEmpty else {
            phase = .closed
            return .finish(bye: SessionMachine.bye(reason))
        }
        phase = .stopping(reason)
        // Only the client's own side ended: what it asked for is answered, however long that takes.
        if reason.isEndOfInput { return .goOnAnswering }
        return .wait(ending: endWatches(reason == .shutdown ? .shuttingDown : .cancelled))
    }

    private mutating func endWatches(_ end: WatchEnd) -> [RequestTag] {
        let tags = open.filter { $0.value == .watch }.keys.sorted { $0.text < $1.text }
        for tag in tags { open[tag] = .endingWatch(end) }
        return tags
    }

    private static func bye(_ stop: Stop) -> JSONObject? {
        switch stop {
        case .quit: ["message": "as asked"]
        case .broken(let failure): failure.notice
        case .shutdown: Failure(.shuttingDown, "the server is stopping").notice
        case .inputEnded(let failure): failure?.notice
        }
    }
}

extension Result<Request, RequestFault> {
    /// The tag of a line as far as it is known.
    fileprivate var tag: RequestTag? {
        switch self {
        case .success(let request): request.tag
        case .failure(.request(let tag, _, _)): tag
        case .failure(.frame): nil
        }
    }
}
