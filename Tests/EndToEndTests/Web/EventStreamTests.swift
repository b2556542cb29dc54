import CanonicalJSON
import HTTPServer
import LineClient
import LineProtocol
import TestRandom
import TestWeb
import Testing

/// A stream of events that is cut off anywhere goes on where it was: every event once, and in order.
@Suite struct EventStreamTests {
    /// What a client of server-sent events keeps: the last id, and the events that came to their end.
    private struct Client {
        var lastID: String?
        var positions: [Int64] = []
        private var id: String?
        private var data = ""
        private var rest = ""

        mutating func take(_ bytes: [UInt8]) throws {
            rest += String(decoding: bytes, as: UTF8.self)
            while let end = rest.firstIndex(of: "\n") {
                let line = String(rest[..<end])
                rest = String(rest[rest.index(after: end)...])
                if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
                guard line.isEmpty else { continue }
                lastID = id ?? lastID
                if !data.isEmpty {
                    let event = try JSONValue.parse(Array(data.utf8))
                    #expect(event["cursor"]?.string == lastID)
                    positions.append(event["event"]?["position"]?.integer ?? -1)
                }
                data = ""
            }
        }

        /// What had not come to its end is forgotten, as the standard says.
        mutating func lose() { (id, data, rest) = (nil, "", "") }
    }

    @Test(.timeLimit(.minutes(60)))
    func aStreamThatIsCutGoesOn() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            var random = SeededRandom(seed: 50)
            var client = Client()
            for round in 0..<50 {
                async let writing: Void = {
                    for number in 0..<5 {
                        try await proposer.ok("NOTE \(ref)", ["text": .string("Note \(round), \(number).")])
                    }
                }()
                let user = try await world.webUser("auditor", of: "mini", on: round % 2)
                var headers = ["Authorization": "Bearer \(user.token ?? "")"]
                headers["Last-Event-ID"] = client.lastID
                try await user.connection.send(RawHTTP.request("GET", "/api/v1/watch/mini", headers))
                #expect(try await user.connection.head()?.status == 200)
                let wanted = client.positions.count + random.below(5)
                while client.positions.count < wanted, var chunk = try await user.connection.chunk() {
                    // The connection ends anywhere, also in the middle of an event.
                    let isCut = random.chance(30)
                    if isCut { chunk = Array(chunk.prefix(random.below(chunk.count))) }
                    try client.take(chunk)
                    if isCut { break }
                }
                await user.connection.close()
                client.lose()
                try await writing
            }
            let length = try await world.length("mini")
            let user = try await world.webUser("auditor", of: "mini")
            var headers = ["Authorization": "Bearer \(user.token ?? "")"]
            headers["Last-Event-ID"] = client.lastID
            try await user.connection.send(RawHTTP.request("GET", "/api/v1/watch/mini", headers))
            _ = try await user.connection.head()
            while Int64(client.positions.count) < length {
                try client.take(try #require(try await user.connection.chunk()))
            }
            #expect(client.positions == (0..<length).map { $0 })
            await user.connection.close()
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func whatIsWrongWithAWatchIsToldAsAnError() async throws {
        try await World.with { world in
            let auditor = try await world.webUser("auditor", of: "mini")
            for (target, status, code) in [
                ("watch/mini?after=mini:0", 400, "BAD_CURSOR"),
                ("watch/mini?after=mini:999999:0123456789abcdef", 409, "CURSOR_GONE"),
                ("watch/nowhere", 404, "NOT_FOUND"),
            ] {
                let answer = try await auditor.ask("GET", target)
                #expect(answer.status == status && answer.json["code"]?.string == code, "\(answer.text)")
            }
            #expect(try await world.webStranger().ask("GET", "watch/mini").status == 401)
        }
    }
}
