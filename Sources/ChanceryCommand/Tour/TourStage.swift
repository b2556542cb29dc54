import CanonicalJSON
import LineClient
import LineProtocol

/// Where the tour is printed: every line of it begins with TRIAL.
struct TourStage: Sendable {
    let forum: String
    let connection: ConnectionOptions
    let console: Console

    /// What happens, for the reader.
    func say(_ text: String) {
        for line in PlainText.block(text).split(separator: "\n", omittingEmptySubsequences: false) {
            console.line(line.isEmpty ? "TRIAL" : "TRIAL  \(line)")
        }
    }

    func heading(_ text: String) {
        console.line("TRIAL")
        console.line("TRIAL  == \(text)")
    }

    func sent(_ line: String, _ name: String) { console.line("TRIAL  \(name) > \(TourStage.masked(line))") }
    func received(_ line: String, _ name: String) { console.line("TRIAL  \(name) < \(TourStage.masked(line))") }

    /// A line with access tokens hidden: what is printed may be kept.
    static func masked(_ line: String) -> String {
        var parts = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices where parts[index].hasPrefix("chy_") { parts[index] = "chy_…" }
        return PlainText.line(parts.joined(separator: "\""))
    }
}

/// One connection of the tour: sends lines as they are typed and prints what comes back.
struct TourLine: Sendable {
    let client: LineClient
    let name: String
    let stage: TourStage

    init(_ client: LineClient, name: String, stage: TourStage) {
        self.client = client
        self.name = name
        self.stage = stage
    }

    /// Connects and logs in.
    static func open(_ stage: TourStage, name: String, token: String) async throws -> TourLine {
        do {
            let client = try await LineClient.connect(to: try stage.connection.address(stage.console))
            let line = TourLine(client, name: name, stage: stage)
            let login: JSONValue = ["token": .string(token)]
            _ = try await line.ask("login AUTH \(login.canonicalText)")
            return line
        } catch let error as ClientError {
            throw CommandFailure.broken(error)
        }
    }

    /// Sends one line and prints all its replies; answers how it ended.
    func send(_ text: String) async throws -> Answer {
        stage.sent(text, name)
        do {
            var rows: [JSONObject] = []
            for try await reply in try client.send(line: text) {
                stage.received(reply.line, name)
                switch reply {
                case .row(_, let object), .event(_, let object): rows.append(object)
                case .ok(_, let object): return Answer(rows: rows, result: .success(object ?? [:]))
                case .error(_, let failure): return Answer(rows: rows, result: .failure(failure))
                case .hello, .ping, .bye: continue
                }
            }
        } catch let error as ClientError {
            throw CommandFailure.broken(error)
        }
        throw CommandFailure.broken(.closed(reason: "the server closed the connection"))
    }

    /// Sends one line that must succeed.
    @discardableResult
    func ask(_ text: String) async throws -> JSONObject {
        switch try await send(text).result {
        case .success(let object): return object
        case .failure(let failure): throw CommandFailure.refused(failure)
        }
    }

    /// Sends one line that must be refused.
    func refused(_ text: String) async throws {
        if case .success = try await send(text).result {
            throw CommandFailure.notDone(["the server did not refuse: \(PlainText.line(text))"])
        }
    }
}
