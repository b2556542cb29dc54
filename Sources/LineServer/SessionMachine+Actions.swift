import CanonicalJSON
import LineProtocol

/// What the machine remembers of a request, and what it asks of its runner.
extension SessionMachine {
    /// What an open request is, which decides how it may end.
    enum Work: Equatable {
        case read, watch
        /// A write as it was asked for: what is said of it when it is given up depends on its key.
        case write(Request)
        /// A read that was told to end; it may still have ended well.
        case endingRead
        /// A watch that was told to end, and the answer it ends with.
        case endingWatch(WatchEnd)
    }

    enum WatchEnd: Equatable {
        case cancelled, shuttingDown
    }

    /// Why a session stops.
    enum Stop: Equatable {
        case quit
        case broken(Failure)
        case shutdown
        /// The client sends no more; the failure says that its last line had no end.
        case inputEnded(Failure?)

        var isEndOfInput: Bool {
            if case .inputEnded = self { true } else { false }
        }
    }

    enum LineAction: Equatable {
        case answer(Reply)
        /// Answer a PING with the time.
        case pong(RequestTag)
        /// Ask whether the token is good, and read nothing until ``authenticated(_:)``.
        case authenticate(Request)
        /// Hand the request to the caller's business, or before a login to the strangers'; its end is ``ended(_:with:cursor:write:)``.
        case begin(Request)
        /// Cancel the task of this tag, then answer.
        case cancel(RequestTag, Reply)
        /// Answer, then ask ``quitAnswered()``.
        case quit(Reply)
        /// Stop reading and do this.
        case stop(StopAction)
        case ignore
    }

    enum EndAction: Equatable {
        case goOn
        /// Say BYE with this object, if any, and close.
        case finish(bye: JSONObject?)
    }

    enum StopAction: Equatable {
        /// Nothing is waited for any more: give these answers, say BYE with this object, if any, and close.
        case finish(answers: [Reply] = [], bye: JSONObject?)
        /// End these watches, and wait for whatever else is open, for a while.
        case wait(ending: [RequestTag])
        /// Wait for whatever is open, as long as it takes: the client does.
        case goOnAnswering
        case ignore
    }
}
