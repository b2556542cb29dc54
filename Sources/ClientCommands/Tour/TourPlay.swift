import CanonicalJSON
import DefinitionFiles
import ImportFiles
import Lifecycle
import LineClient
import LineProtocol
import Terminal

/// A script being played: who is logged in, and what was kept.
struct TourPlay {
    let stage: TourStage
    private let folder: String
    private let forum: ForumFile.Forum
    private let partners: [String]
    private var lines: [String: TourLine]
    private var kept: [String: String]

    /// A play in a forum read from a folder.
    init(stage: TourStage, admin: TourLine, forum: ForumFile.Forum, folder: String) {
        self.stage = stage
        self.forum = forum
        self.folder = folder
        partners = forum.partners.map(\.id)
        lines = ["admin": admin]
        kept = ["forum": stage.forum, "last": partners.last ?? ""]
    }

    mutating func play(_ script: TourScript) async throws {
        for step in script.steps {
            switch step {
            case .record(let title): try read(title, script)
            case .heading(let text): stage.heading(text)
            case .remark(let text): stage.say(filled(text))
            case .account(let name, let appointments): try await open(name, appointments)
            case .send(let send): try await self.send(send)
            }
        }
        for (name, line) in lines where name != "admin" { await line.client.close() }
    }

    private mutating func read(_ title: String, _ script: TourScript) throws {
        let record = try TourRecord.find(title, of: forum, in: folder)
        let form = FormField.form(of: forum.lifecycles.first?.json.object ?? [:])
        kept["record"] = JSONValue.object(record.fields).canonicalText
        kept["place"] = record.place
        kept["title"] = record.source["title"]?.string
        kept["source"] = record.source["source"]?.string ?? "no source is named"
        kept["added"] = record.added(by: script.steps, order: form.map(\.key)).joined(separator: ", ")
    }

    private mutating func open(_ name: String, _ appointments: JSONValue) async throws {
        let admin = try line("admin")
        let object: JSONValue = [
            "account": .string(name),
            "appointments": .array((appointments.array ?? []).flatMap(spread)),
        ]
        let opened = WrittenAnswer<Verbs.Account>(
            sent: try await admin.ask("account ACCOUNT \(stage.forum) \(object.canonicalText)"))
        let issued = WrittenAnswer<Verbs.Token>(sent: try await admin.ask("token TOKEN \(try opened.written.account)"))
        lines[name] = try await TourLine.open(stage, name: name, token: try issued.written.token)
    }

    /// An appointment for each partner where it says so.
    private func spread(_ appointment: JSONValue) -> [JSONValue] {
        guard case .object(var object) = appointment, object["partner"]?.string == "each" else { return [appointment] }
        return partners.map { partner in
            object["partner"] = .string(partner)
            return .object(object)
        }
    }

    private mutating func send(_ send: TourScript.Send) async throws {
        let line = try line(send.account)
        guard send.forEach else {
            let text = filled(send.line)
            if send.isRefused { return try await line.refused(text) }
            let answer = try await line.ask(text)
            if let key = send.keeps { kept[key] = answer[key]?.string }
            return
        }
        var first: JSONObject?
        for (index, partner) in partners.dropLast().enumerated() {
            kept["partner"] = partner
            kept["n"] = String(index + 1)
            let answer = try await line.ask(filled(send.line), like: first)
            first = first ?? answer
        }
    }

    private func line(_ name: String) throws -> TourLine {
        guard let line = lines[name] else {
            throw CommandFailure.notDone(["the tour has no account \"\(TerminalText.line(name))\""])
        }
        return line
    }

    /// A line with what was kept in place of `{{name}}`.
    private func filled(_ line: String) -> String {
        var result = ""
        var rest = line[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let tail = rest[open...]
            let found = kept.first { tail.hasPrefix("{{\($0.key)}}") }
            result += found?.value ?? "{"
            rest = tail.dropFirst(found.map { $0.key.count + 4 } ?? 1)
        }
        return result + rest
    }
}
