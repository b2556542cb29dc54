import CanonicalJSON
import LineProtocol
import Requests
import Testing

@testable import LineServer

@Suite("The session's states")
struct SessionMachineTests {
    private func loggedIn(_ limits: Limits = Limits()) -> SessionMachine {
        var machine = SessionMachine(limits: limits)
        _ = machine.arrived(#"auth AUTH {"token":"t"}"#)
        _ = machine.authenticated(true)
        _ = machine.end("auth")
        return machine
    }

    @Test("before a login AUTH, PING and QUIT are understood, and what is public")
    func beforeLogin() throws {
        var machine = SessionMachine(limits: Limits())
        #expect(machine.lineLimit == 8192)
        #expect(machine.arrived("1 PING") == "1 OK")
        for line in ["1 HISTORY r", "1 WHY", "1 CANCEL x", "1 DRAFT asem {", "1 WATCH"] {
            #expect(machine.arrived(line) == "1 ERR NOT_LOGGED_IN")
        }
        #expect(machine.arrived("1 LOGIN") == "1 ERR UNKNOWN_VERB")
        #expect(machine.arrived("1 AUTH") == "1 ERR MISSING_ARGUMENT")
        machine = SessionMachine(limits: Limits())
        #expect(machine.arrived("1 SHOW") == "1 ERR MISSING_ARGUMENT")
        for (tag, line) in zip(2..., ["SHOW r", "LIST f", "FORUMS"]) {
            #expect(machine.arrived("\(tag) \(line)") == "begin \(tag)")
        }
        #expect(machine.arrived(#"5 AUTH {"token":"t"}"#) == "authenticate")
        #expect(machine.end("2") == "2 OK", "it was asked before")
        let isAccepted = machine.authenticated(true)
        #expect(isAccepted)
        #expect(machine.end("5") == "5 OK" && machine.end("3") == "3 OK")
        #expect(machine.arrived("4 PING") == "wait", "the tag of a request that is open since before the login")
    }

    @Test("what strangers ask ends with their time, and with their connection")
    func strangers() {
        var machine = SessionMachine(limits: Limits())
        #expect(machine.arrived("1 SHOW r") == "begin 1")
        #expect(brief(machine.loginTimePassed()) == "finish LOGIN_TIMEOUT")
        #expect(machine.end("1") == "nothing")
        machine = SessionMachine(limits: Limits())
        #expect(machine.arrived("1 SHOW r") == "begin 1")
        #expect(brief(machine.inputEnded()) == "go on answering")
        #expect(machine.end("1") == "1 OK, finish")
    }

    /// A witness, who has no account, hands in its signature of a checkpoint: what makes it valid is its key.
    @Test("no verb that writes an event is public, and the verbs of the connection are not among the public ones")
    func publicVerbs() {
        for verb in Verb.allCases where verb.isPublic {
            #expect(verb.shape.access == (verb == .cosign ? .deposit : .read))
            #expect(!verb.shape.takesKey && !verb.isOpen)
        }
    }

    @Test("the eighth line before a login may log in, the ninth closes")
    func linesBeforeLogin() {
        for allowed in [true, false] {
            var machine = SessionMachine(limits: Limits())
            for _ in 0..<(allowed ? 7 : 8) { #expect(machine.arrived("1 PING") == "1 OK") }
            #expect(
                machine.arrived(#"a AUTH {"token":"t"}"#)
                    == (allowed ? "authenticate" : "finish TOO_MANY_BEFORE_LOGIN"))
        }
    }

    @Test("a refused login counts as a line, and another may follow")
    func refusedLogin() {
        var machine = SessionMachine(limits: Limits())
        for _ in 0..<8 {
            #expect(machine.arrived(#"a AUTH {"token":"t"}"#) == "authenticate")
            #expect(machine.authenticated(false) == false)
            #expect(machine.end("a", with: .failure(Failure(.badToken, "no"))) == "a ERR BAD_TOKEN")
        }
        #expect(machine.arrived(#"a AUTH {"token":"t"}"#) == "finish TOO_MANY_BEFORE_LOGIN")
    }

    @Test("a login raises the limit of a line; a second one is refused")
    func login() {
        var machine = loggedIn()
        #expect(machine.lineLimit == 65536)
        #expect(machine.arrived(#"a AUTH {"token":"t"}"#) == "a ERR ALREADY_LOGGED_IN")
        #expect(machine.arrived("1 SHOW r") == "begin 1")
        for _ in 0..<20 { #expect(machine.arrived("2 PING") == "2 OK") }
    }

    @Test("32 requests may be open, not 33; an end makes room")
    func openTags() {
        var machine = loggedIn()
        for number in 1...32 { #expect(machine.arrived("\(number) SHOW r") == "begin \(number)") }
        #expect(machine.arrived("33 SHOW r") == "33 ERR TOO_MANY_OPEN")
        #expect(machine.arrived("p PING") == "p OK")
        #expect(machine.end("7") == "7 OK")
        #expect(machine.arrived("33 SHOW r") == "begin 33")
    }

    @Test("16 watches may be open, not 17")
    func watches() {
        var machine = loggedIn()
        for number in 1...16 { #expect(machine.arrived("\(number) WATCH") == "begin \(number)") }
        #expect(machine.arrived("17 WATCH") == "17 ERR TOO_MANY_WATCHES")
        #expect(machine.arrived("17 SHOW r") == "begin 17")
        #expect(machine.arrived("c CANCEL 3") == "cancel 3, c OK")
        #expect(machine.arrived("18 WATCH") == "18 ERR TOO_MANY_WATCHES", "it has not ended yet")
        #expect(machine.end("3") == "3 OK")
        #expect(machine.arrived("18 WATCH") == "begin 18")
    }

    @Test("the tag of an open request closes, whatever follows it")
    func tagInUse() {
        for line in ["1 SHOW s", "1 PING", "1 NONSENSE", "1", "1 SHOW"] {
            var machine = loggedIn()
            _ = machine.arrived("1 WATCH")
            #expect(machine.arrived(line) == "wait 1")
            #expect(machine.arrived("2 PING") == "ignore")
            #expect(!machine.isReading)
            #expect(machine.end("1") == "1 OK, finish TAG_IN_USE")
        }
    }

    @Test("CANCEL ends watches and reads, never writes; of an ended request it says so")
    func cancel() {
        var machine = loggedIn()
        _ = machine.arrived("w WATCH")
        _ = machine.arrived("r SHOW x")
        _ = machine.arrived(#"n NOTE x {"text":"t"}"#)
        #expect(machine.arrived("c CANCEL w") == "cancel w, c OK")
        #expect(machine.arrived("c CANCEL w") == "c OK")
        #expect(machine.arrived("c CANCEL r") == "cancel r, c OK")
        #expect(machine.arrived("c CANCEL r") == "c OK")
        #expect(machine.arrived("c CANCEL n") == "c OK")
        #expect(machine.arrived("c CANCEL none") == "c OK")
        #expect(machine.arrived("c CANCEL a:b") == "c ERR BAD_ARGUMENT")
        let line = Result { () throws(RequestFault) in try Request.parse(Array("c CANCEL n".utf8)) }
        #expect(machine.lineArrived(line) == .answer(.ok(tag("c"), ["cancelled": false])))
        var ended: Reply?
        let action = machine.ended(tag("w"), with: .failure(Failure(.cancelled, "")), cursor: "f:9:ab") { ended = $0 }
        #expect(action == .goOn && ended == .ok(tag("w"), ["cursor": "f:9:ab"]))
        #expect(machine.end("r", with: .failure(Failure(.internal, "torn off"))) == "r ERR CANCELLED")
        _ = machine.arrived("r SHOW x")
        _ = machine.arrived("c CANCEL r")
        #expect(machine.end("r") == "r OK", "it was faster than its CANCEL")
    }

    @Test("QUIT answers what is open first")
    func quit() {
        var machine = loggedIn()
        _ = machine.arrived("1 SHOW x")
        _ = machine.arrived("2 WATCH")
        #expect(machine.arrived("q QUIT") == "quit, q OK")
        #expect(brief(machine.quitAnswered()) == "wait 2")
        #expect(machine.arrived("3 PING") == "ignore")
        #expect(machine.end("2") == "2 OK")
        #expect(machine.end("1") == "1 OK, finish")
        #expect(machine.arrived("3 PING") == "ignore")
    }

    @Test("broken framing with nothing open closes at once")
    func broken() {
        var machine = loggedIn()
        #expect(machine.arrived("") == "finish NO_TAG")
        #expect(machine.arrived("1 PING") == "ignore")
        #expect(brief(machine.framingBroke(Failure(.lineTooLong, ""))) == "ignore")
    }

    @Test("a shutdown refuses new requests, ends watches, answers the rest")
    func shutdown() {
        var machine = loggedIn()
        _ = machine.arrived("1 SHOW x")
        _ = machine.arrived("2 WATCH")
        #expect(brief(machine.shutdownBegan()) == "wait 2")
        #expect(brief(machine.shutdownBegan()) == "ignore")
        #expect(machine.isReading)
        #expect(machine.arrived("3 SHOW x") == "3 ERR SHUTTING_DOWN")
        #expect(machine.arrived("3 NONSENSE") == "3 ERR SHUTTING_DOWN")
        #expect(machine.arrived("q QUIT") == "q ERR SHUTTING_DOWN")
        #expect(machine.end("2") == "2 ERR SHUTTING_DOWN")
        #expect(machine.end("1") == "1 OK, finish SHUTTING_DOWN")
    }

    @Test("a shutdown of an idle session, or before its login, closes at once")
    func idleShutdown() {
        var machine = loggedIn()
        #expect(brief(machine.shutdownBegan()) == "finish SHUTTING_DOWN")
        var fresh = SessionMachine(limits: Limits())
        #expect(brief(fresh.shutdownBegan()) == "finish SHUTTING_DOWN")
    }

    @Test("a shutdown while a token is checked waits for the verdict, and takes no requests after it")
    func shutdownDuringLogin() {
        var machine = SessionMachine(limits: Limits())
        _ = machine.arrived(#"a AUTH {"token":"t"}"#)
        #expect(brief(machine.shutdownBegan()) == "wait")
        #expect(machine.authenticated(true) == false)
        #expect(machine.end("a") == "a OK, finish SHUTTING_DOWN")
    }

    @Test("at the end of input what is open is answered, and watches live on until a shutdown")
    func inputEnded() {
        var machine = loggedIn()
        _ = machine.arrived("1 SHOW x")
        _ = machine.arrived("2 WATCH")
        #expect(brief(machine.inputEnded()) == "go on answering")
        // Nobody else waits: the client gets its answers, however long they take.
        #expect(brief(machine.stopTimePassed()) == "ignore")
        #expect(machine.end("1") == "1 OK")
        #expect(brief(machine.shutdownBegan()) == "wait 2")
        #expect(machine.end("2") == "2 ERR SHUTTING_DOWN, finish SHUTTING_DOWN")
        var idle = loggedIn()
        #expect(brief(idle.inputEnded()) == "finish")
        var cut = loggedIn()
        _ = cut.arrived("1 SHOW x")
        #expect(brief(cut.inputEnded(after: 3)) == "go on answering")
        #expect(cut.end("1") == "1 OK, finish UNFINISHED_LINE")
        var quit = loggedIn()
        _ = quit.quitAnswered()
        #expect(brief(quit.inputEnded(after: 3)) == "ignore")
    }

    @Test("the time for a login passes only before it")
    func loginTime() {
        var fresh = SessionMachine(limits: Limits())
        #expect(brief(fresh.loginTimePassed()) == "finish LOGIN_TIMEOUT")
        var checking = SessionMachine(limits: Limits())
        _ = checking.arrived(#"a AUTH {"token":"t"}"#)
        #expect(brief(checking.loginTimePassed()) == "finish LOGIN_TIMEOUT")
        #expect(checking.authenticated(true) == false)
        #expect(checking.end("a") == "nothing")
        var machine = loggedIn()
        #expect(brief(machine.loginTimePassed()) == "ignore")
    }

    @Test("what does not end in time is given up")
    func stopTime() {
        var machine = loggedIn()
        _ = machine.arrived("1 SHOW x")
        _ = machine.arrived(#"2 NOTE x {"text":"t"}"#)
        #expect(brief(machine.stopTimePassed()) == "ignore")
        _ = machine.shutdownBegan()
        // Of a write nobody knows what becomes of it.
        #expect(
            brief(machine.stopTimePassed())
                == "1 ERR SHUTTING_DOWN, 2 ERR EFFECT_UNKNOWN, finish SHUTTING_DOWN")
        #expect(machine.end("1") == "nothing" && machine.end("2") == "nothing")
        #expect(brief(machine.stopTimePassed()) == "ignore")
    }

    @Test("who sent a write without a key is told to look first")
    func unknownWithoutAKey() {
        var machine = loggedIn()
        _ = machine.arrived(#"1 NOTE x key=k {"text":"t"}"#)
        _ = machine.arrived(#"2 NOTE x {"text":"t"}"#)
        _ = machine.shutdownBegan()
        guard case .finish(let answers, _) = machine.stopTimePassed() else {
            Issue.record("nothing was given up")
            return
        }
        let failures = answers.compactMap { if case .error(_, let failure) = $0 { failure } else { nil } }
        #expect(failures.map(\.code) == [.effectUnknown, .effectUnknown])
        #expect(failures.map(\.retry) == [.same, .fresh] && failures.map(\.effect) == [.unknown, .unknown])
        #expect(failures.last?.advice.contains("HISTORY x") == true)
    }

    @Test("in 50,000 random steps each begun request has one end, and limits hold")
    func random() {
        var generator = SystemRandomNumberGenerator()
        var limits = Limits()
        limits.openTags = 4
        limits.watches = 2
        var machine = loggedIn(limits)
        var open: Set<String> = []
        var isStopped = false
        var sessions = 0
        for _ in 0..<50_000 {
            let name = String(Int.random(in: 1...8, using: &generator))
            let step = Int.random(in: 0..<100, using: &generator)
            switch step {
            case 0..<50:
                let verb =
                    ["SHOW r", "WATCH", #"NOTE r {"text":"t"}"#, "PING", "CANCEL 3", "WHAT"].randomElement() ?? "PING"
                let action = machine.arrived("\(name) \(verb)")
                if action == "begin \(name)" {
                    #expect(!isStopped && !open.contains(name) && open.count < 4)
                    open.insert(name)
                }
                if action.hasPrefix("wait") || action.hasPrefix("finish") { isStopped = true }
                if open.contains(name), action.hasPrefix("\(name) OK") { Issue.record("an open tag was answered") }
            case 50..<96:
                let reply = machine.end(name)
                if reply != "nothing" { #expect(open.contains(name)) }
                if open.remove(name) != nil, reply == "nothing" { #expect(isStopped) }
            case 96: if !brief(machine.shutdownBegan()).hasPrefix("ignore") { isStopped = true }
            case 97: if !brief(machine.inputEnded()).hasPrefix("ignore") { isStopped = true }
            default: break
            }
            if isStopped, open.isEmpty {
                machine = loggedIn(limits)
                isStopped = false
                sessions += 1
            }
        }
        #expect(sessions > 50)
    }
}

private func tag(_ text: String) -> RequestTag { RequestTag(text) ?? RequestTag(number: 0) }

/// A stop in few words: `finish CODE`, `wait TAGS`, `ignore`.
private func brief(_ action: SessionMachine.StopAction) -> String {
    switch action {
    case .ignore: "ignore"
    case .wait(let ending): (["wait"] + ending.map(\.text)).joined(separator: " ")
    case .goOnAnswering: "go on answering"
    case .finish(let answers, let bye): (answers.map(\.brief) + [brief(bye)]).joined(separator: ", ")
    }
}

private func brief(_ bye: JSONObject?) -> String {
    ["finish", bye?["code"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
}

extension SessionMachine {
    /// Takes a line; answers the action in few words.
    fileprivate mutating func arrived(_ line: String) -> String {
        switch lineArrived(Result { () throws(RequestFault) in try Request.parse(Array(line.utf8)) }) {
        case .answer(let reply): reply.brief
        case .pong(let tag): "\(tag) OK"
        case .authenticate: "authenticate"
        case .begin(let request): "begin \(request.tag)"
        case .cancel(let tag, let reply): "cancel \(tag), \(reply.brief)"
        case .quit(let reply): "quit, \(reply.brief)"
        case .stop(let action): LineServerTests.brief(action)
        case .ignore: "ignore"
        }
    }

    /// Ends a request; answers its last line in few words, and how the session ends, if it does.
    fileprivate mutating func end(_ name: String, with outcome: Outcome = .success(nil)) -> String {
        var written = "nothing"
        let action = ended(tag(name), with: outcome, cursor: nil) { replacement in
            written =
                switch outcome {
                case .success(let object): (replacement ?? .ok(tag(name), object?.members)).brief
                case .failure(let failure): (replacement ?? .error(tag(name), failure)).brief
                }
        }
        return switch action {
        case .goOn: written
        case .finish(let bye): "\(written), \(LineServerTests.brief(bye))"
        }
    }
}
