import CanonicalJSON
import LineProtocol
import TestTime
import Testing

@testable import LineClient

@Suite("The client against a scripted server", .timeLimit(.minutes(60)))
struct LineClientTests {
    /// Answers by the verb; the tag is the line's first word.
    private static func script(_ line: String) -> [ScriptedServer.Step] {
        let words = line.split(separator: " ").map(String.init)
        let tag = words[0]
        switch words.count > 1 ? words[1] : "" {
        case "AUTH": return [.say("\(tag) OK {\"account\":\"a1\"}")]
        case "SHOW": return [.say("\(tag) OK {\"ref\":\"\(words[2])\"}")]
        case "HISTORY": return [.say("\(tag) ROW {\"n\":1}"), .say("\(tag) ROW {\"n\":2}"), .say("\(tag) OK")]
        case "WATCH": return (1...3).map { .say("\(tag) EVT {\"cursor\":\"c\($0)\"}") }
        case "WHY": return [.say("\(tag) ERR REFUSED never none {\"message\":\"not yet\",\"do\":\"Wait.\"}")]
        case "ACK": return [.say("* BYE {\"code\":\"SHUTTING_DOWN\",\"message\":\"stopping\"}"), .close]
        case "INBOX": return [.close]
        case "FORUMS": return [.say("what is this")]
        case "CANCEL": return [.say("\(tag) OK {\"cancelled\":true}"), .say("\(words[2]) OK {}")]
        case "QUIT": return [.say("\(tag) OK"), .say("* BYE {\"message\":\"as asked\"}"), .close]
        default: return []
        }
    }

    private func connect(_ server: ScriptedServer, _ options: ClientOptions = .patient) async throws
        -> LineClient
    {
        try await LineClient.connect(to: try #require(ServerAddress(server.address)), options: options)
    }

    @Test("requests have tags of their own, and get rows, OK or ERR")
    func requests() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        let client = try await connect(server)
        #expect(client.hello["protocol"] == 1)
        #expect(try await client.authenticate(token: "t")["account"] == "a1")
        #expect(try await client.request(.show, "r").get() == ["ref": "r"])
        let history = try await client.request(.history, "r", options: ["limit": "5"])
        #expect(history.rows == [["n": 1], ["n": 2]] && history.failure == nil)
        let refused = try await client.request(.why, "r", "bless")
        #expect(refused.failure?.code == .refused && refused.failure?.message == "not yet")
        #expect(refused.failure?.advice == "Wait.")
        #expect(
            server.lines == [
                #"1 AUTH {"token":"t"}"#, "2 SHOW r", "3 HISTORY r limit=5", "4 WHY r bless",
            ])
        await client.quit()
        #expect(!client.isOpen)
        await server.stop()
    }

    @Test("what cannot be a request is refused before it is sent")
    func malformed() async throws {
        let server = try await ScriptedServer.start(
            greeting: "* HELLO {\"protocol\":1,\"limits\":{\"line_bytes\":200}}\n", answer: Self.script)
        let client = try await connect(server)
        #expect(try await client.request(.show, "a b").failure?.code == .extraArgument)
        #expect(try await client.request(.show, "a\n1 QUIT").failure?.code == .controlCharacter)
        #expect(try await client.request(.show).failure?.code == .missingArgument)
        #expect(
            try await client.request(.ack, "r", key: String(repeating: "k", count: 129)).failure?.code == .badArgument)
        let long: JSONObject = ["text": .string(String(repeating: "x", count: 200))]
        #expect(try await client.request(.note, "r", object: long).failure?.code == .lineTooLong)
        #expect(server.lines.isEmpty)
        await client.close()
        await server.stop()
    }

    @Test("a thousand requests at a time each get their own answer")
    func pipelined() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        let client = try await connect(server)
        try await withThrowingTaskGroup { group in
            for number in 0..<1000 {
                group.addTask { try await client.request(.show, "r\(number)").get()["ref"]?.string == "r\(number)" }
            }
            for try await isOwn in group { #expect(isOwn) }
        }
        await client.close()
        await server.stop()
    }

    @Test("a watch hands out events; leaving it cancels it on the server")
    func watch() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        let client = try await connect(server)
        var cursors: [String?] = []
        for try await event in try client.watch("asem", after: "c0") {
            cursors.append(event["cursor"]?.string)
            if cursors.count == 3 { break }
        }
        #expect(cursors == ["c1", "c2", "c3"])
        #expect(try await client.request(.show, "r").get() == ["ref": "r"])
        #expect(server.lines.contains("2 CANCEL 1"))
        await client.close()
        await server.stop()
    }

    @Test("a raw line is sent as it is, and its replies handed out; a BYE is the last of them")
    func raw() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        let client = try await connect(server)
        var lines: [String] = []
        for try await reply in try client.send(line: "x HISTORY r") { lines.append(reply.line) }
        #expect(lines == [#"x ROW {"n":1}"#, #"x ROW {"n":2}"#, "x OK"])
        lines = []
        for try await reply in try client.send(line: "x ACK r") { lines.append(reply.line) }
        #expect(lines == [#"* BYE {"code":"SHUTTING_DOWN","message":"stopping"}"#])
        #expect(throws: ClientError.self) { try client.send(line: "y PING") }
        await server.stop()
    }

    @Test("a BYE, an end without one, and an answer that is none are told apart")
    func ends() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        let dismissed = try await connect(server)
        let bye = await #expect(throws: ClientError.self) { try await dismissed.request(.ack, "r") }
        guard case .dismissed(let failure)? = bye else {
            Issue.record("not dismissed: \(String(describing: bye))")
            return
        }
        #expect(failure.code == .shuttingDown && failure.retry == .same && bye?.isUnreachable == false)
        #expect(await dismissed.ended() == bye)
        let after = await #expect(throws: ClientError.self) { try await dismissed.request(.show, "r") }
        #expect(after == bye)

        let closed = try await connect(server)
        await #expect(throws: ClientError.closed(reason: "the server closed it")) { try await closed.request(.inbox) }
        let strange = try await connect(server)
        let error = await #expect(throws: ClientError.self) { try await strange.request(.forums) }
        guard case .notChancery? = error else {
            Issue.record("not notChancery: \(String(describing: error))")
            return
        }
        await server.stop()
    }

    @Test("no answer in time is an error that says the effect is unknown")
    func timeout() async throws {
        let server = try await ScriptedServer.start(answer: Self.script)
        var options = ClientOptions.patient
        options.requestTimeout = .milliseconds(20)
        let client = try await connect(server, options)
        let error = await #expect(throws: ClientError.self) { try await client.request(.ping) }
        guard case .timedOut? = error else {
            Issue.record("not timedOut: \(String(describing: error))")
            return
        }
        #expect(error?.description.contains("unknown") == true)
        await client.close()
        await server.stop()
    }

    @Test("no server, no greeting, another protocol and no chancery at all are unreachable")
    func unreachable() async throws {
        let gone = try await ScriptedServer.start()
        let address = gone.address
        await gone.stop()
        let refused = await #expect(throws: ClientError.self) {
            try await LineClient.connect(to: try #require(ServerAddress(address)))
        }
        #expect(refused?.isUnreachable == true && refused?.description.contains(address) == true)
        let missing = await #expect(throws: ClientError.self) {
            try await LineClient.connect(to: .unix(path: "/nonexistent/socket"))
        }
        #expect(missing?.isUnreachable == true)
        for greeting in ["", "SSH-2.0-OpenSSH\r\n", "* HELLO {\"protocol\":2}\n", "HTTP/1.1 400 Bad Request\r\n"] {
            let server = try await ScriptedServer.start(greeting: greeting)
            var options = ClientOptions.patient
            options.connectTimeout = .milliseconds(greeting.isEmpty ? 1000 : 1_000_000)
            let error = await #expect(throws: ClientError.self) { try await connect(server, options) }
            guard case .notChancery? = error else {
                Issue.record("\(greeting): \(String(describing: error))")
                continue
            }
            await server.stop()
        }
        let busy = try await ScriptedServer.start(
            greeting: "* BYE {\"code\":\"TOO_MANY_CONNECTIONS\",\"message\":\"full\"}\n", answer: Self.script)
        let full = await #expect(throws: ClientError.self) { try await connect(busy) }
        guard case .dismissed(let failure)? = full else {
            Issue.record("not dismissed: \(String(describing: full))")
            return
        }
        #expect(failure.code == .tooManyConnections && failure.retry == .after(milliseconds: 5000))
        await busy.stop()
    }

    @Test("notices are handed to whoever asked for them")
    func notices() async throws {
        let server = try await ScriptedServer.start(
            greeting: "* HELLO {\"protocol\":1}\n* PING\n", answer: Self.script)
        let (stream, continuation) = AsyncStream<Reply>.makeStream()
        var options = ClientOptions.patient
        options.onNotice = { continuation.yield($0) }
        let client = try await connect(server, options)
        var iterator = stream.makeAsyncIterator()
        #expect(await iterator.next() == .hello(["protocol": 1]))
        #expect(await iterator.next() == .ping(nil))
        await client.close()
        await server.stop()
    }

    /// The server says PING last: by then the task waits.
    @Test("a cancelled task does not wait for a greeting", arguments: [false, true])
    func cancelledBeforeTheGreeting(once isWaiting: Bool) async throws {
        let server = try await ScriptedServer.start(greeting: "* PING\n")
        let pinged = Gate()
        let connecting = Task { try await connect(server, .patient(opening: pinged)) }
        if isWaiting { await pinged.pass() }
        connecting.cancel()
        let error = await #expect(throws: ClientError.self) { try await connecting.value }
        #expect(error?.isUnreachable == true)
        await server.stop()
    }

    @Test(
        "a cancelled task that quits waits neither for an answer nor for the end",
        arguments: [[], ["1 OK"]], [false, true])
    func cancelledAsItQuits(answers: [String], once isWaiting: Bool) async throws {
        let server = try await ScriptedServer.start { _ in (answers + ["* PING"]).map { .say($0) } }
        let pinged = Gate()
        let client = try await connect(server, .patient(opening: pinged))
        let leaving = Task { await client.quit() }
        if isWaiting { await pinged.pass() }
        leaving.cancel()
        await leaving.value
        #expect(!client.isOpen)
        await server.stop()
    }
}

extension ClientOptions {
    /// For a machine that is busy with other things.
    fileprivate static var patient: ClientOptions {
        var options = ClientOptions()
        options.connectTimeout = .seconds(3000)
        options.requestTimeout = nil
        return options
    }

    /// The same; the first PING opens the gate.
    fileprivate static func patient(opening gate: Gate) -> ClientOptions {
        var options = patient
        options.onNotice = { if case .ping = $0 { gate.open() } }
        return options
    }
}
