import CivilTime
import Foundation
import Postgres
import PostgresStore
import ProposalService
import TestSupport
import TestTime

/// Plays a transcript against a server, and tells where they differ first.
actor Player {
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    /// A connection of a transcript.
    private struct Line {
        let wire: Wire
        /// What came and is not yet compared.
        var backlog: [String] = []
        /// Requests whose end has not come.
        var open: Set<String> = []
        var watches: Set<String> = []
        var hasHello = false
        var hasEnded = false
    }

    private let server: ConformanceServer
    private let transcript: Transcript
    private let delivery: Delivery
    private let pacer: Pacer?
    private var door: Door
    private var isOwnDoor = false
    private var forum: TrialForum?
    private var names = Names()
    private var lines: [String: Line] = [:]
    private var holder: PostgresConnection?
    /// How many bytes each connection has sent.
    private(set) var sent: [String: Int] = [:]

    init(_ server: ConformanceServer, _ transcript: Transcript, _ delivery: Delivery = .whole, _ pacer: Pacer? = nil) {
        self.server = server
        self.transcript = transcript
        self.delivery = delivery
        self.pacer = pacer
        door = server.door
    }

    /// What a name came to stand for.
    func name(_ name: String) -> String? { names[name] }

    /// Plays all of it; throws the first difference.
    func play() async throws {
        do {
            try await begin()
            try await playScenes(of: transcript)
            sent = [:]
            try await play(transcript)
            for name in lines.keys.sorted() { try await expectNothingMore(name) }
        } catch {
            await end()
            throw error
        }
        await end()
    }

    /// What is given happens first, over connections of its own; its names stay.
    private func playScenes(of transcript: Transcript) async throws {
        for name in transcript.scenes {
            let scene = try Transcript(name: "../Scenes/\(name)", text: SourceFile.text("Scenes/\(name).txt"))
            try await playScenes(of: scene)
            try await play(scene)
            for name in lines.keys { await lines[name]?.wire.close() }
            lines = [:]
        }
    }

    private func begin() async throws {
        if transcript.needsOwnDoor {
            door = try await server.anotherDoor(
                connections: transcript.connections, ofAccount: transcript.connectionsOfAccount)
            isOwnDoor = true
        }
        names["unique"] = Player.uniqueWord()
        let today = try await server.service.now().date
        names["year"] = "\(today.year)"
        names["today"] = today.description
        if transcript.needsForum {
            let lifecycle = transcript.followsRules ? ConformanceServer.rules : ConformanceServer.asem
            let forum =
                try await transcript.wantsFreshForum ? server.freshForum(lifecycle) : server.commonForum(lifecycle)
            self.forum = forum
            (names["forum"], names["prefix"]) = (forum.id, forum.prefix)
        }
    }

    private func end() async {
        for name in lines.keys { await lines[name]?.wire.close() }
        if let holder { await holder.close() }
        if isOwnDoor { await door.close() }
    }

    /// A word that no other run says.
    private static func uniqueWord() -> String {
        String((0..<12).map { _ in "bcdfghklmnpqrstvwxz".randomElement() ?? "x" })
    }

    private func play(_ transcript: Transcript) async throws {
        var waiting: (connection: String, line: Int, bytes: [UInt8])?
        for step in transcript.steps {
            if case .send(let name, let text) = step.action {
                if let before = waiting, before.connection != name || text == "{eof}" {
                    await send(before.bytes, on: before.connection)
                    waiting = nil
                }
                try await open(name, step, transcript)
                if text == "{eof}" {
                    await lines[name]?.wire.closeOutput()
                } else {
                    waiting = (
                        name, step.line, (waiting?.bytes ?? []) + (try await bytes(text, step, transcript, name))
                    )
                }
                continue
            }
            if let before = waiting { await send(before.bytes, on: before.connection) }
            waiting = nil
            try await play(step, transcript)
        }
        if let before = waiting { await send(before.bytes, on: before.connection) }
    }

    private func play(_ step: Transcript.Step, _ transcript: Transcript) async throws {
        switch step.action {
        case .send: break
        case .connect(let name, let who): try await connect(name, as: who)
        case .receive(let name, let text):
            try await open(name, step, transcript)
            if text == "{eof}" {
                try await expectEnd(name, step, transcript)
            } else {
                try await expect(try pattern(text, step, transcript), on: name, step, transcript)
            }
        case .clock(let milliseconds): door.clock.advance(by: .milliseconds(milliseconds))
        case .hold(let reads):
            let holder = try await server.database.connect(role: .owner)
            let mode = reads ? "ACCESS EXCLUSIVE" : "EXCLUSIVE"
            _ = try await holder.runScript("BEGIN; LOCK TABLE event, forum, forum_head, proposal IN \(mode) MODE")
            self.holder = holder
        case .release:
            await holder?.close()
            holder = nil
        case .stop: door.shutdown()
        }
    }

    private func pattern(_ text: String, _ step: Transcript.Step, _ transcript: Transcript) throws -> LinePattern {
        do { return try LinePattern(text) } catch { throw difference(step, transcript, "\(error)", text, nil) }
    }

    // MARK: sending

    /// The bytes of a line, with what the names stand for. `{no-lf}` at its end leaves out the end of the line.
    private func bytes(
        _ text: String, _ step: Transcript.Step, _ transcript: Transcript, _ name: String
    ) async throws -> [UInt8] {
        var text = text
        var hasEnd = true
        if text.hasSuffix("{no-lf}") {
            text.removeLast("{no-lf}".count)
            hasEnd = false
        }
        var bytes: [UInt8] = []
        for piece in Piece.pieces(of: text, stars: false) {
            switch piece {
            case .bytes(let made): bytes += made
            case .anything: break
            case .name(let word): bytes += try await value(word, step, transcript).utf8
            }
        }
        note(bytes, on: name)
        return hasEnd ? bytes + [UInt8(ascii: "\n")] : bytes
    }

    private func value(_ word: String, _ step: Transcript.Step, _ transcript: Transcript) async throws -> String {
        if let known = names[word] { return known }
        if word.hasPrefix("token of "), let forum {
            return try await forum.token(of: String(word.dropFirst("token of ".count)))
        }
        throw difference(step, transcript, "{\(word)} stands for nothing yet", "", nil)
    }

    /// Remembers which requests are open.
    private func note(_ bytes: [UInt8], on name: String) {
        let words = String(decoding: bytes.prefix(80), as: UTF8.self).split(separator: " ").map(String.init)
        guard let tag = words.first else { return }
        lines[name]?.open.insert(tag)
        if words.count > 1, words[1] == "WATCH" { lines[name]?.watches.insert(tag) }
    }

    private func send(_ bytes: [UInt8], on name: String) async {
        guard let wire = lines[name]?.wire else { return }
        let pieces = delivery.pieces(of: bytes, on: name, after: sent[name, default: 0])
        sent[name, default: 0] += bytes.count
        for (index, piece) in pieces.enumerated() {
            if index > 0 { await pacer?.pass() }
            await wire.send(piece)
        }
    }

    // MARK: connections

    private func open(_ name: String, _ step: Transcript.Step, _ transcript: Transcript) async throws {
        if lines[name] == nil { try await connect(name, as: "nobody") }
    }

    private func connect(_ name: String, as who: String) async throws {
        await lines[name]?.wire.close()
        lines[name] = Line(wire: try await Wire.open(port: door.port))
        guard who != "nobody" else { return }
        let token: String
        if let made = who.wholeMatch(of: /\{([a-z]+)\}/).flatMap({ names[String($0.1)] }) {
            token = made
        } else {
            guard let forum else { return }
            token = try await forum.token(of: who)
        }
        await send(Array("login AUTH {\"token\":\"\(token)\"}\n".utf8), on: name)
        guard let hello = await read(name), hello.hasPrefix("* HELLO"), let reply = await read(name),
            reply.hasPrefix("login OK")
        else { throw Difference(description: "\(transcript.name).txt: \(who) cannot log in") }
        lines[name]?.hasHello = true
    }

    /// The next line as it comes; nil at the end of the connection, or when none came in time.
    private func read(_ name: String) async -> String? {
        guard let wire = lines[name]?.wire else { return nil }
        switch await wire.next() {
        case .line(let line): return line
        case .nothing: return nil
        case .end:
            lines[name]?.hasEnded = true
            return nil
        }
    }

    // MARK: comparing

    private func expect(
        _ pattern: LinePattern, on name: String, _ step: Transcript.Step, _ transcript: Transcript
    ) async throws {
        if pattern.text.hasPrefix("* HELLO") {
            lines[name]?.hasHello = true
        } else if lines[name]?.hasHello == false {
            if let first = await read(name), !first.hasPrefix("* HELLO") { lines[name]?.backlog.append(first) }
            lines[name]?.hasHello = true
        }
        guard let line = await next(pattern, on: name) else {
            let backlog = lines[name]?.backlog.joined(separator: "\n            ")
            throw difference(step, transcript, "no such line came", pattern.text, backlog)
        }
        if let fault = pattern.difference(from: line, &names) {
            throw difference(step, transcript, fault, pattern.text, line)
        }
    }

    /// The next line of the pattern's tag, or simply the next where the order counts.
    private func next(_ pattern: LinePattern, on name: String) async -> String? {
        let tag = pattern.tag
        if !self.transcript.isInOrder,
            let place = lines[name]?.backlog.firstIndex(where: { $0.prefix { $0 != " " } == tag })
        {
            return lines[name]?.backlog.remove(at: place)
        }
        while tag == "*" || self.transcript.isInOrder || lines[name]?.open.contains(tag) == true {
            guard let line = await read(name) else { return nil }
            close(line, on: name)
            if self.transcript.isInOrder || line.prefix(while: { $0 != " " }) == tag { return line }
            lines[name]?.backlog.append(line)
        }
        return nil
    }

    /// Notes that a request has its end.
    private func close(_ line: String, on name: String) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count > 1, words[1] == "OK" || words[1] == "ERR" else { return }
        lines[name]?.open.remove(String(words[0]))
    }

    private func expectEnd(_ name: String, _ step: Transcript.Step, _ transcript: Transcript) async throws {
        if let line = await read(name) { throw difference(step, transcript, "more came", "{eof}", line) }
        if let line = lines[name]?.backlog.first { throw difference(step, transcript, "more came", "{eof}", line) }
        guard lines[name]?.hasEnded == true else {
            throw difference(step, transcript, "the connection stays open", "{eof}", nil)
        }
    }

    /// At the end of a transcript nothing is left that it does not print.
    private func expectNothingMore(_ name: String) async throws {
        guard let line = lines[name] else { return }
        let watching = line.watches.intersection(line.open)
        if let left = line.backlog.first(where: { !watching.contains(String($0.prefix { $0 != " " })) }) {
            throw leftOver(name, left)
        }
        // A watch goes on, and says more as it likes; a connection that has ended has said what it had to say.
        guard watching.isEmpty, !line.hasEnded else { return }
        await line.wire.closeOutput()
        if line.hasHello == false, let hello = await read(name), !hello.hasPrefix("* HELLO") {
            throw leftOver(name, hello)
        }
        if let left = await read(name) { throw leftOver(name, left) }
        if lines[name]?.hasEnded != true {
            throw Difference(
                description: "\(transcript.name).txt: connection C\(name) does not end after its last line")
        }
    }

    private func leftOver(_ name: String, _ line: String) -> Difference {
        Difference(
            description: "\(transcript.name).txt: C\(name) was answered more than is printed:\n  received: \(line)")
    }

    private func difference(
        _ step: Transcript.Step, _ transcript: Transcript, _ fault: String, _ expected: String, _ received: String?
    ) -> Difference {
        Difference(
            description: """
                \(transcript.name).txt:\(step.line): \(fault)
                  expected: \(expected)
                  received: \(received ?? "(nothing)")
                """)
    }
}

/// A connection whose answers say that the server has come to read what was sent before.
actor Pacer {
    private let wire: Wire
    private var number = 0

    init(_ server: ConformanceServer, token: String) async throws {
        wire = try await Wire.open(port: server.door.port)
        _ = await wire.next()
        await wire.send(Array("a AUTH {\"token\":\"\(token)\"}\n".utf8))
        _ = await wire.next()
    }

    func pass() async {
        number += 1
        await wire.send(Array("\(number) PING\n".utf8))
        _ = await wire.next()
    }

    func close() async { await wire.close() }
}
