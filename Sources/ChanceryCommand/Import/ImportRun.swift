import CanonicalJSON
import DefinitionFiles
import Lifecycle
import LineClient
import LineProtocol
import Record

/// Sends what a file holds to the server: mapped, pipelined, and so that doing it again changes nothing.
struct ImportRun {
    let session: ClientSession
    let forum: String
    let vocabulary: ImportVocabulary
    /// The role that the rows of coordinators are appointments to.
    var coordinatorRole = "regional-coordinator"
    /// The lifecycle of imported proposals, where the forum has several.
    var lifecycle: String?

    func run(_ kind: ImportKind, file: String, text: String) async throws -> ImportReport {
        var report = ImportReport(file: file, kind: kind)
        switch kind {
        case .initiatives: try await initiatives(text, &report)
        case .meetings: try await meetings(text, &report)
        case .partners: try await partners(text, &report)
        case .coordinators: try await coordinators(text, &report)
        }
        if report.isHopeless, let failure = report.firstRefusal { throw CommandFailure.misfilled(failure) }
        return report
    }

    /// One request with the record that it comes from.
    private struct Sent {
        let line: Int
        let subject: String
        /// What it makes, for the count.
        let word: String
        let request: Request
    }

    private func initiatives(_ text: String, _ report: inout ImportReport) async throws {
        let file = JSONLines(text)
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        let definition = try await session.definition(forum, lifecycle)
        let rows = try await session.ask(.partners, [forum]).rows
        let mapper = InitiativeMapper(
            form: FormField.form(of: definition), names: PartnerNames(rows: rows, spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: session.console.now().date,
            undatedIsPast: vocabulary.undatedIsPast)
        var sent: [Sent] = []
        for record in file.records {
            let mapped = mapper.map(record.object, line: record.line)
            report.issues += mapped.issues
            guard mapped.isUsable else { continue }
            sent.append(
                Sent(
                    line: record.line, subject: record.object["title"]?.string ?? "",
                    word: mapped.isArchive ? "archived" : "drafted", request: importing(record.object, mapped)))
        }
        try await send(sent, "importing", &report)
    }

    /// The request for one record; its key is of the record alone, so that the record has its effect once, for ever.
    private func importing(_ source: JSONObject, _ mapped: InitiativeMapper.Mapped) -> Request {
        var object: JSONObject = [
            "kind": "initiative", "fields": .object(mapped.fields), "partner": .optional(mapped.partner),
            "archive": .bool(mapped.isArchive), "year": mapped.year.map { .integer(Int64($0)) } ?? .null,
            "source": .object(source),
        ]
        object["lifecycle"] = lifecycle.map { .string($0) }
        return Request(
            tag: RequestTag(number: 0), verb: .import, arguments: [forum], key: ImportRun.key(of: source),
            object: object)
    }

    /// `import-` and the first 32 digits of the SHA-256 of the record's canonical bytes.
    static func key(of source: JSONObject) -> String {
        "import-" + Digest.sha256(source.canonicalBytes).hex.prefix(32)
    }

    private func meetings(_ text: String, _ report: inout ImportReport) async throws {
        let file = JSONLines(text)
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        var mapper = MeetingMapper(today: session.console.now().date, kinds: vocabulary.meetingKinds)
        var planned: [Sent] = []
        var held: [Sent] = []
        for record in file.records {
            guard let mapped = mapper.map(record.object, line: record.line, issues: &report.issues) else { continue }
            func sent(_ verb: Verb, _ word: String, _ object: JSONObject) -> Sent {
                Sent(
                    line: record.line, subject: record.object["name"]?.string ?? mapped.id, word: word,
                    request: Request(
                        tag: RequestTag(number: 0), verb: verb, arguments: [forum, mapped.id], object: object))
            }
            planned.append(sent(.meeting, "entered", mapped.meeting))
            if let days = mapped.held { held.append(sent(.held, "held", days)) }
        }
        try await send(planned, "meetings", &report)
        try await send(held, "meetings held", &report)
    }

    private func partners(_ text: String, _ report: inout ImportReport) async throws {
        let table = try ImportRun.table(text, report.file, ["name"])
        report.records = table.rows.count
        let partners = RegistryMapper.partners(table, issues: &report.issues)
        let sent = partners.map { partner in
            Sent(
                line: partner.line, subject: partner.id, word: "entered",
                request: Request(
                    tag: RequestTag(number: 0), verb: .partner, arguments: [forum, partner.id],
                    object: partner.partner))
        }
        try await send(sent, "partners", &report)
    }

    private func coordinators(_ text: String, _ report: inout ImportReport) async throws {
        let table = try ImportRun.table(text, report.file, ["group", "holder"])
        report.records = table.rows.count
        let holders = RegistryMapper.coordinators(table, role: coordinatorRole, issues: &report.issues)
        let present = Set(
            try await session.pages(.accounts, [forum], all: true).rows.compactMap { $0["account"]?.string })
        var sent: [Sent] = []
        for holder in holders {
            let slug = "\(coordinatorRole)-\(holder.partner)"
            let account = "\(forum)/\(slug)"
            if present.contains(account) {
                for (line, appointment) in zip(holder.lines, holder.appointments) {
                    sent.append(
                        Sent(
                            line: line, subject: account, word: "appointed",
                            request: Request(
                                tag: RequestTag(number: 0), verb: .appoint, arguments: [forum, account],
                                object: appointment)))
                }
            } else {
                let appointments = holder.appointments.map { JSONValue.object($0) }
                sent.append(
                    Sent(
                        line: holder.lines[0], subject: account, word: "accounts made",
                        request: Request(
                            tag: RequestTag(number: 0), verb: .account, arguments: [forum],
                            object: ["account": .string(slug), "appointments": .array(appointments)])))
            }
        }
        try await send(sent, "coordinators", &report)
    }

    private static func table(_ text: String, _ file: String, _ required: [String]) throws -> CSVTable {
        do {
            return try CSVTable.parse(text, file: file, required: required)
        } catch {
            throw CommandFailure.notDone(error.faults.map { PlainText.line("\($0)") })
        }
    }

    private func send(_ sent: [Sent], _ label: String, _ report: inout ImportReport) async throws {
        let bar = ProgressBar(label, total: sent.count, console: session.console)
        defer { bar.finish() }
        let answers = try await Pipeline(session).run(sent.map(\.request)) { bar.step() }
        for (one, answer) in zip(sent, answers) {
            switch answer.result {
            case .success(let object):
                let isIdle = object["events"]?.array?.isEmpty == true
                report.count(object["repeated"]?.bool == true || isIdle ? nil : one.word, line: one.line)
            case .failure(let failure) where failure.code == .keyReused && one.request.verb == .import:
                report.count(nil, line: one.line)
                report.issues.append(
                    ImportIssue(
                        line: one.line, subject: one.subject, keys: [],
                        reason: "imported before, and mapped otherwise then; it stays as it is"))
            case .failure(let failure): report.refuse(failure, line: one.line, subject: one.subject)
            }
        }
    }
}
