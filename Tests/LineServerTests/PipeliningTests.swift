import CanonicalJSON
import LineProtocol
import TestTime
import Testing

@testable import LineServer

@Suite("Pipelining over sockets", .timeLimit(.minutes(60)))
struct PipeliningTests {
    @Test("requests are accepted in the order sent, each answered once under its tag")
    func order() async throws {
        var limits = Limits()
        limits.openTags = 1000
        try await withServer(limits: limits) { fixture in
            let client = try await fixture.loggedIn()
            let tags = (1...500).map { "t\($0)" }
            try await client.send(tags.map { "\($0) NOTE r {\"text\":\"\($0)\"}\n" }.joined())
            var answered: Set<String> = []
            for _ in tags {
                guard case .ok(let tag, let object) = try await client.reply() else {
                    Issue.record("not an OK")
                    return
                }
                #expect(object?["text"]?.string == tag.text)
                #expect(object?["version"]?.integer == tags.firstIndex(of: tag.text).map { Int64($0 + 1) })
                #expect(answered.insert(tag.text).inserted)
            }
            #expect(fixture.handler.accepted == tags)
            await client.close()
        }
    }

    @Test("a slow request does not hold back the ones behind it")
    func interleaving() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 NOTE gate {\"text\":\"t\"}\n2 SHOW r\n3 HISTORY r\n")
            var replies: [String?] = []
            for _ in 0..<5 { replies.append(try await client.reply()?.brief) }
            #expect(replies.filter { $0 == "3 ROW" }.count == 3)
            #expect(Set(replies) == ["2 OK", "3 ROW", "3 OK"])
            fixture.handler.gate.open()
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("a tag may be used again as soon as its request has ended")
    func tagReuse() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            for _ in 0..<300 {
                try await client.send("1 SHOW r\n")
                #expect(try await client.reply()?.brief == "1 OK")
            }
            await client.close()
        }
    }

    @Test("the 33rd open request gets TOO_MANY_OPEN, the others their answers")
    func tooManyOpen() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send((1...33).map { "\($0) SHOW gate\n" }.joined() + "p PING\n")
            #expect(try await client.reply()?.code == .tooManyOpen)
            #expect(try await client.reply()?.brief == "p OK")
            fixture.handler.gate.open()
            var tags: Set<RequestTag?> = []
            for _ in 0..<32 { tags.insert(try await client.reply()?.tag) }
            #expect(tags.count == 32)
            await client.close()
        }
    }

    @Test("CANCEL reaches a read, and ends a watch with its cursor")
    func cancel() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 SHOW gate\n")
            await fixture.handler.begun.pass()
            try await client.send("c CANCEL 1\n")
            let briefs = Set([try await client.reply()?.brief, try await client.reply()?.brief])
            #expect(briefs == ["c OK", "1 ERR CANCELLED"])
            await fixture.handler.cancelled.pass()
            try await client.send("w WATCH asem\n")
            for number in 1...3 {
                guard case .event(_, let object) = try await client.reply() else {
                    Issue.record("not an EVT")
                    return
                }
                #expect(object["cursor"]?.string == "c\(number)")
            }
            try await client.send("c CANCEL w\n")
            #expect(try await client.reply()?.line == #"c OK {"cancelled":true}"#)
            #expect(try await client.reply()?.line == #"w OK {"cursor":"c3"}"#)
            try await client.send("c CANCEL w\nw WATCH asem\n")
            #expect(try await client.reply()?.line == #"c OK {"cancelled":false}"#)
            #expect(try await client.reply()?.brief == "w EVT")
            await client.close()
        }
    }

    @Test("QUIT answers what is open, then closes")
    func quit() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 NOTE gate {\"text\":\"t\"}\nq QUIT\n2 SHOW r\n")
            await fixture.handler.begun.pass()
            #expect(try await client.reply()?.brief == "q OK")
            fixture.handler.gate.open()
            #expect(try await client.rest().map(\.brief) == ["1 OK", "* BYE"])
            await client.close()
        }
    }

    @Test("a client that sends all and closes its side gets every answer")
    func halfClosed() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            let requests = (1...20).map { "\($0) HISTORY r limit=50\n" }.joined()
            try await client.send("a AUTH {\"token\":\"good\"}\n" + requests + "g NOTE gate {\"text\":\"t\"}\n")
            try await client.closeOutput()
            await fixture.handler.begun.pass()
            fixture.handler.gate.open()
            let replies = try await client.rest()
            #expect(replies.filter { $0.brief.hasSuffix("OK") }.count == 22)
            #expect(replies.filter { $0.brief.hasSuffix("ROW") }.count == 1000)
            await client.close()
        }
    }

    @Test("a last line without its LF is not done, and BYE says so after every answer")
    func unfinished() async throws {
        for (rest, count) in [("2 NOTE r {\"text\":\"t\"}", 21), ("2", 1), ("2 PING\r", 7)] {
            try await withServer { fixture in
                let client = try await fixture.loggedIn()
                try await client.send("1 NOTE gate {\"text\":\"t\"}\n" + rest)
                try await client.closeOutput()
                await fixture.handler.begun.pass()
                fixture.handler.gate.open()
                let replies = try await client.rest()
                #expect(replies.map(\.brief) == ["1 OK", "* BYE"])
                #expect(replies.last?.code == .unfinishedLine && fixture.handler.accepted == ["1"])
                guard case .bye(let object)? = replies.last else { return }
                #expect(object["message"]?.string?.contains(" \(count) byte") == true, "\(object)")
                await client.close()
            }
        }
    }

    @Test("before a login as well, a last line without its LF gets BYE")
    func unfinishedBeforeLogin() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            try await client.send("1 PING\nPING")
            try await client.closeOutput()
            let replies = try await client.rest()
            #expect(replies.map(\.brief) == ["1 OK", "* BYE"] && replies.last?.code == .unfinishedLine)
            await client.close()
        }
    }

    @Test("a client that vanishes has its reads cancelled")
    func vanished() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 SHOW gate\nw WATCH endless after=1000\n")
            await fixture.handler.begun.pass()
            await client.close()
            await fixture.handler.cancelled.pass()
        }
    }

    @Test("200 connections at a time, 50 pipelined requests each")
    func concurrent() async throws {
        try await withServer { fixture in
            try await withThrowingTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask {
                        let client = try await fixture.loggedIn()
                        var open = 0
                        var answered = 0
                        for number in 1...50 {
                            try await client.send("\(number) SHOW r\(number)\n")
                            open += 1
                            if open == 30 {
                                for _ in 0..<open where try await client.reply()?.brief.hasSuffix("OK") == true {
                                    answered += 1
                                }
                                open = 0
                            }
                        }
                        for _ in 0..<open where try await client.reply()?.brief.hasSuffix("OK") == true {
                            answered += 1
                        }
                        await client.close()
                        return answered
                    }
                }
                var total = 0
                for try await answered in group { total += answered }
                #expect(total == 10_000)
            }
            #expect(fixture.handler.accepted.count == 10_000)
        }
    }
}
