import CanonicalJSON
import LineProtocol
import TestRandom
import Testing

/// CANCEL at random moments of pipelined requests: each request gets one end, its own, and each write is whole.
@Suite("Cancellations", .timeLimit(.minutes(60)))
struct CancellationTests {
    private static let connections = 20
    private static let rounds = 10
    /// Requests that a round cancels.
    private static let cancelled = 10

    /// A request that was sent, and what must come back.
    private struct Asked {
        enum Kind { case show, history, list, search, watch, note, cancel, ping }
        var kind: Kind
        /// What the answer must tell of.
        var about: String
    }

    private struct Counts {
        var cancelled = 0
        var codes: [String: Int] = [:]
        /// The texts of the notes that were answered OK.
        var notes: [String] = []
    }

    @Test("2,000 random cancellations change no other answer, and no write by half")
    func random() async throws {
        try await ConformanceServer.with { server in
            let forum = try await server.freshForum(ConformanceServer.asem)
            let token = try await forum.token(of: "proposer-VN")
            let refs = try await drafts(8, forum, token, server)
            let all = Mutexed(Counts())
            try await forEach(of: Array(0..<Self.connections), atOnce: 10) { connection in
                var random = SeededRandom(seed: UInt64(connection) &* 104_729 &+ 1)
                let wire = try await loggedIn(token, server)
                for round in 0..<Self.rounds {
                    let counts = try await play("\(connection)-\(round)", refs, forum.id, wire, &random)
                    all.update { all in
                        all.cancelled += counts.cancelled
                        all.notes += counts.notes
                        all.codes.merge(counts.codes) { $0 + $1 }
                    }
                }
                await wire.close()
            }
            let counts = all.value
            #expect(counts.cancelled >= 2000)
            // A read that was cancelled ends so, or was done before; nothing ends otherwise.
            #expect(Set(counts.codes.keys).isSubset(of: ["OK", "CANCELLED"]), "\(counts.codes)")
            #expect(counts.codes["CANCELLED", default: 0] > 0, "\(counts.codes)")
            let kept = try await notes(of: refs, token, server)
            #expect(kept.sorted() == counts.notes.sorted(), "each note that was answered is there once, and no other")
        }
    }

    /// Sends a round of requests in pieces, with a CANCEL of each somewhere after it, and reads until all have their end.
    private func play(
        _ name: String, _ refs: [String], _ forum: String, _ wire: Wire, _ random: inout SeededRandom
    ) async throws -> Counts {
        var asked: [String: Asked] = [:]
        var order: [String] = []
        var lines: [String] = []
        for number in 0..<Self.cancelled {
            let tag = "r\(number)"
            let ref = random.pick(refs)
            let (kind, line): (Asked.Kind, String)
            switch random.below(7) {
            case 0: (kind, line) = (.show, "SHOW \(ref)")
            case 1: (kind, line) = (.history, "HISTORY \(ref)")
            case 2: (kind, line) = (.list, "LIST \(forum)")
            case 3: (kind, line) = (.search, "SEARCH \(forum) {\"text\":\"trial\"}")
            case 4: (kind, line) = (.watch, "WATCH \(forum) ref=\(ref) after=now")
            default: (kind, line) = (.note, "NOTE \(ref) {\"text\":\"TRIAL \(name) \(number)\"}")
            }
            asked[tag] = Asked(kind: kind, about: kind == .note ? "TRIAL \(name) \(number)" : ref)
            order.append(tag)
            lines.append("\(tag) \(line)")
        }
        // Each is cancelled somewhere after it was sent.
        for number in 0..<Self.cancelled {
            let tag = "r\(number)"
            let place = lines.firstIndex { $0.hasPrefix(tag + " ") } ?? 0
            asked["c\(number)"] = Asked(kind: .cancel, about: tag)
            lines.insert("c\(number) CANCEL \(tag)", at: place + 1 + random.below(lines.count - place))
            if random.chance(30) {
                asked["p\(number)"] = Asked(kind: .ping, about: "")
                lines.insert("p\(number) PING", at: random.below(lines.count))
            }
        }
        var bytes = Array((lines.joined(separator: "\n") + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = 1 + random.below(400)
            await wire.send(bytes.prefix(count))
            bytes = bytes.dropFirst(count)
            if random.chance(20) { await Task.yield() }
        }
        var counts = Counts()
        counts.cancelled = Self.cancelled
        var open = Set(asked.keys)
        while !open.isEmpty {
            guard case .line(let line) = await wire.next() else {
                Issue.record("\(name): no end of \(open.sorted())")
                return counts
            }
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count > 1, let request = asked[words[0]], open.contains(words[0]) else {
                Issue.record("\(name): to no request that is open: \(line.prefix(200))")
                continue
            }
            let object = words.count > 2 ? (try? JSONValue.parse(Array(words[2].utf8)))?.object : nil
            if words[1] != "ROW", words[1] != "EVT" { open.remove(words[0]) }
            check(words, object, request, line, &counts)
        }
        return counts
    }

    /// Whether a line is what its request may be answered.
    private func check(
        _ words: [String], _ object: JSONObject?, _ request: Asked, _ line: String, _ counts: inout Counts
    ) {
        switch (request.kind, words[1]) {
        case (.ping, "OK"): #expect(object?["now"] != nil, "\(line)")
        case (.cancel, "OK"): #expect(object?["cancelled"]?.bool != nil, "\(line)")
        case (.note, "OK"):
            counts.codes["OK", default: 0] += 1
            counts.notes.append(request.about)
            #expect(object?["events"] == ["noted"], "\(line)")
        case (.show, "OK"), (.history, "OK"):
            counts.codes["OK", default: 0] += 1
            #expect(object?["ref"]?.string == request.about, "\(line.prefix(200))")
        case (.list, "OK"), (.search, "OK"):
            counts.codes["OK", default: 0] += 1
            #expect(object?["count"] != nil && object?["next"] != nil, "\(line)")
        case (.watch, "OK"): #expect(object?.keys.allSatisfy { $0 == "cursor" } != false, "\(line)")
        case (.watch, "EVT"): #expect(object?["event"]?["ref"]?.string == request.about, "\(line.prefix(200))")
        case (.history, "ROW"): #expect(object?["kind"] != nil && object?["version"] != nil, "\(line.prefix(200))")
        case (.list, "ROW"), (.search, "ROW"): #expect(object?["ref"] != nil, "\(line.prefix(200))")
        case (.show, "ERR"), (.history, "ERR"), (.list, "ERR"), (.search, "ERR"):
            counts.codes[line.split(separator: " ").dropFirst(2).first.map(String.init) ?? "", default: 0] += 1
        default: Issue.record("\(request.kind) is not answered so: \(line.prefix(300))")
        }
    }

    private func loggedIn(_ token: String, _ server: ConformanceServer) async throws -> Wire {
        let wire = try await Wire.open(port: server.door.port)
        _ = await wire.next()
        await wire.send(Array("login AUTH {\"token\":\"\(token)\"}\n".utf8))
        guard case .line(let line) = await wire.next(), line.hasPrefix("login OK") else {
            throw Transcript.Fault(description: "the login failed")
        }
        return wire
    }

    /// Drafts to speak of.
    private func drafts(
        _ count: Int, _ forum: TrialForum, _ token: String, _ server: ConformanceServer
    ) async throws -> [String] {
        let wire = try await loggedIn(token, server)
        var refs: [String] = []
        for number in 0..<count {
            await wire.send(Array("\(number) DRAFT \(forum.id) {\"title\":\"TRIAL number \(number)\"}\n".utf8))
            guard case .line(let line) = await wire.next(), line.hasPrefix("\(number) OK "),
                let ref = try JSONValue.parse(Array(line.dropFirst("\(number) OK ".count).utf8))["ref"]?.string
            else { throw Transcript.Fault(description: "no draft") }
            refs.append(ref)
        }
        await wire.close()
        return refs
    }

    /// The texts of all notes, as the histories have them; their versions have no gap.
    private func notes(of refs: [String], _ token: String, _ server: ConformanceServer) async throws -> [String] {
        let wire = try await loggedIn(token, server)
        var notes: [String] = []
        for ref in refs {
            var version: Int64 = 0
            await wire.send(Array("h HISTORY \(ref) limit=1000\n".utf8))
            while case .line(let line) = await wire.next() {
                guard line.hasPrefix("h ROW ") else {
                    #expect(line.contains("\"next\":null"), "a history is longer than its page")
                    break
                }
                let row = try JSONValue.parse(Array(line.dropFirst("h ROW ".count).utf8))
                version += 1
                #expect(row["version"]?.integer == version)
                if let text = row["data"]?["text"]?.string { notes.append(text) }
            }
        }
        await wire.close()
        return notes
    }
}
