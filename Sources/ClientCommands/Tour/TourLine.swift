import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

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

    /// Sends one line and prints all its replies, short where they answer much as an earlier line was; answers how it ended.
    func send(_ text: String, like earlier: JSONObject? = nil) async throws -> Answer {
        stage.sent(text, name)
        do {
            var rows: [JSONObject] = []
            for try await reply in try client.send(line: text) {
                stage.received(reply.line, name, like: earlier)
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
    func ask(_ text: String, like earlier: JSONObject? = nil) async throws -> JSONObject {
        let answer = try await send(text, like: earlier)
        switch answer.result {
        case .success(let object):
            try stage.explain(TourLine.verb(text), answer)
            return object
        case .failure(let failure): throw CommandFailure.refused(failure)
        }
    }

    /// Sends one line that must be refused.
    func refused(_ text: String) async throws {
        let answer = try await send(text)
        guard answer.failure != nil else {
            throw CommandFailure.notDone(["the server did not refuse: \(TerminalText.line(text))"])
        }
        try stage.explain(TourLine.verb(text), answer)
    }

    private static func verb(_ line: String) -> String {
        line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }
}
