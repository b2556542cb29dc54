import Foundation

/// Plays the transcripts of a page against a server, and compares, or prints anew, what it answers.
actor Player {
    /// A place where page and server disagree.
    struct Difference: CustomStringConvertible {
        var line: Int
        var sent: [String]
        var printed: [String]
        var answered: [String]

        var description: String {
            (["docs/protocol.md:\(line) is not what the server answers."] + sent.map { "  sent:     \($0)" }
                + printed.map { "  printed:  \($0)" } + answered.map { "  answered: \($0)" }).joined(separator: "\n")
        }
    }

    private let server: PageServer
    private let isPrinting: Bool
    private var standIns = StandIns()
    private var connections: [String: LineConnection] = [:]
    private var watching: Set<String> = []
    private(set) var differences: [Difference] = []

    init(_ server: PageServer, isPrinting: Bool) {
        self.server = server
        self.isPrinting = isPrinting
    }

    /// Plays one block; answers its lines, with the server's replies when they are to be printed anew.
    func play(_ block: Page.Block) async throws -> [String] {
        var lines: [String] = []
        var speaker = ""
        for exchange in try Transcript(block).exchanges {
            if exchange.speaker != speaker {
                speaker = exchange.speaker
                lines.append("-- \(speaker)")
            }
            let (requests, replies) = try await play(exchange)
            lines += (requests.map { "C: " + $0 } + replies.map { "S: " + $0 }).flatMap(Transcript.folded)
        }
        return lines
    }

    private func play(_ exchange: Transcript.Exchange) async throws -> (requests: [String], replies: [String]) {
        let connection = try await connection(exchange)
        try await bindToken(exchange)
        let sent = exchange.requests.map(standIns.sent)
        if !sent.isEmpty { try await connection.send(sent) }
        let answered = await isPrinting ? all(exchange, connection) : few(exchange, connection)
        if isPrinting {
            for (printed, answer) in zip(exchange.replies, answered) { standIns.learn(printed, answer) }
        } else {
            compare(exchange, sent, answered)
        }
        let isOver = answered.last?.hasPrefix("* BYE") ?? false
        if isOver {
            if let more = await connection.next() {
                differences.append(
                    Difference(line: exchange.line, sent: sent, printed: ["(the end)"], answered: [more]))
            }
            connections[exchange.speaker] = nil
            watching.remove(exchange.speaker)
        }
        return (exchange.requests, merged(exchange.replies, answered.map(standIns.onPage)))
    }

    /// The connection of a speaker, whose name is an account or says that it has not logged in.
    private func connection(_ exchange: Transcript.Exchange) async throws -> LineConnection {
        if let open = connections[exchange.speaker] { return open }
        let isAccount = !exchange.speaker.contains(" ")
        let connection =
            isAccount
            ? try await server.connection(as: exchange.speaker) : try await LineConnection.open(port: server.port)
        connections[exchange.speaker] = connection
        return connection
    }

    /// `a new connection, with the token of ACCOUNT` sends a token that the page made up: here the account's own stands for it.
    private func bindToken(_ exchange: Transcript.Exchange) async throws {
        guard let printed = exchange.requests.joined().matches(of: /chy_([0-9a-f]{64})/).last.map({ String($0.1) }),
            let account = exchange.speaker.split(separator: " ").last, exchange.speaker.contains(" with the token of "),
            standIns.sent(printed) == printed
        else { return }
        standIns.bind(printed, to: String(try await server.token(of: String(account)).dropFirst("chy_".count)))
    }

    /// As many lines as the page prints.
    private func few(_ exchange: Transcript.Exchange, _ connection: LineConnection) async -> [String] {
        var lines: [String] = []
        while lines.count < exchange.replies.count, let line = await connection.next() { lines.append(line) }
        return lines
    }

    /// Every line until all requests have their end, and for a watch until it is silent.
    private func all(_ exchange: Transcript.Exchange, _ connection: LineConnection) async -> [String] {
        var lines: [String] = []
        var open = Set(exchange.requests.compactMap { $0.split(separator: " ").first.map(String.init) })
        if exchange.requests.contains(where: { $0.contains(" WATCH") }) { watching.insert(exchange.speaker) }
        let watches = exchange.requests.filter { $0.contains(" WATCH") }.compactMap { $0.split(separator: " ").first }
        for watch in watches { open.remove(String(watch)) }
        let isEnding = exchange.replies.contains { $0.hasPrefix("* BYE") }
        if exchange.requests.isEmpty, watching.contains(exchange.speaker) { return await few(exchange, connection) }
        if exchange.requests.isEmpty || isEnding { open.insert("*") }
        while true {
            let isQuiet = open.isEmpty
            if isQuiet, !watching.contains(exchange.speaker) { return lines }
            // What the page prints may take long on a busy machine; for more than that nobody waits long.
            let isWhole = isQuiet && lines.count >= exchange.replies.count
            guard let line = await connection.next(within: isWhole ? .milliseconds(700) : .seconds(120)) else {
                return lines
            }
            lines.append(line)
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            if words.count > 1, ["OK", "ERR"].contains(words[1]) { open.remove(words[0]) }
            if words[0] == "*", words.count > 1 {
                if words[1] == "BYE" { return lines }
                if words[1] == "HELLO" { open.remove("*") }
            }
        }
    }

    /// Replies to different tags may come in any order; those to one tag may not.
    private func compare(_ exchange: Transcript.Exchange, _ sent: [String], _ answered: [String]) {
        func inOrder(_ lines: [String]) -> [String] {
            func tag(_ line: String) -> Substring { line.prefix { $0 != " " } }
            return lines.enumerated().sorted { (tag($0.element), $0.offset) < (tag($1.element), $1.offset) }.map(
                \.element)
        }
        let pairs = zip(inOrder(exchange.replies), inOrder(answered))
        var disagreeing = pairs.filter { !standIns.agree($0, $1) }
        if answered.count < exchange.replies.count {
            disagreeing.append((exchange.replies[answered.count], "(no further line)"))
        }
        guard !disagreeing.isEmpty else { return }
        differences.append(
            Difference(
                line: exchange.line, sent: sent, printed: disagreeing.map(\.0), answered: disagreeing.map(\.1)))
    }

    /// The new lines; a line that the page shortens with `…` stays as it is while it agrees.
    private func merged(_ printed: [String], _ answered: [String]) -> [String] {
        answered.enumerated().map { index, line in
            guard index < printed.count, let gap = printed[index].firstRange(of: "…") else { return line }
            let (head, tail) = (printed[index][..<gap.lowerBound], printed[index][gap.upperBound...])
            guard line.count > head.count + tail.count else { return line }
            return line.prefix(head.count) + "…" + line.suffix(tail.count)
        }
    }

    /// Whatever came that no transcript prints.
    func rest() async throws -> [String] {
        var lines: [String] = []
        for (speaker, connection) in connections.sorted(by: { $0.key < $1.key }) {
            try await connection.send(["the-end PING"])
            while let line = await connection.next(), !line.hasPrefix("the-end OK") {
                lines.append("\(speaker): \(line)")
            }
            await connection.close()
        }
        return lines
    }
}
