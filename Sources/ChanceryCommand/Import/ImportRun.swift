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
        /// Which record of the file, and where it begins.
        let number: Int
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
                    number: record.number, line: record.line, subject: record.object["title"]?.string ?? "",
                    word: mapped.isArchive ? "archived" : "drafted", request: importing(record.object, mapped)))
        }
        sent = fitting(try await unknown(sent, &report), &report)
        let prefix = try await session.ask(.forum, [forum]).object["ref_prefix"]?.string
        let elsewhere = try await send(sent, "importing", &report, prefix: prefix)
        guard !elsewhere.isEmpty else { return }
        // The key of these was used in another forum, as in a trial before: a key that holds this forum is still free.
        let again = elsewhere.map { one in
            var request = one.request
            request.key = request.object?["source"]?.object.map { ImportRun.key(of: $0, in: forum) }
            return Sent(number: one.number, line: one.line, subject: one.subject, word: one.word, request: request)
        }
        _ = try await send(again, "importing", &report, prefix: nil)
    }

    /// Those that the forum does not have yet, whoever entered them.
    private func unknown(_ sent: [Sent], _ report: inout ImportReport) async throws -> [Sent] {
        let present = try await PresentRecords(sent.map(\.request), in: forum, session)
        return sent.filter { one in
            func stays(_ reason: String, _ kind: String) {
                report.issues.append(
                    ImportIssue(line: one.line, subject: one.subject, keys: [], reason: reason, kind: kind))
            }
            switch present.finding(of: one.request) {
            case .new: return true
            case .entered(let ref, let isAlike):
                if !isAlike {
                    let rest = "and mapped otherwise then; it stays as it is"
                    stays("imported before as \(ref), \(rest)", "imported before, \(rest)")
                }
            case .alike(let ref):
                stays(
                    "\(ref) is an activity of the same title, days and proposer; that stays, and this record is skipped",
                    "an activity of the same title, days and proposer is in the archive; the record is skipped")
            }
            report.count(nil, record: one.number)
            return false
        }
    }

    /// Those whose request fits into a line of the protocol; a text that stands in the source just so is not sent twice where that is needed.
    private func fitting(_ sent: [Sent], _ report: inout ImportReport) -> [Sent] {
        let limit = session.client.hello["limits"]?["line_bytes"]?.integer.map { Int($0) } ?? 65_536
        // The tag that the connection gives takes up to 32 bytes.
        func isLong(_ request: Request) -> Bool { request.line.utf8.count + 32 > limit }
        return sent.compactMap { one in
            guard isLong(one.request) else { return one }
            let request = ImportRun.withoutRepetition(one.request)
            guard isLong(request) else {
                return Sent(
                    number: one.number, line: one.line, subject: one.subject, word: one.word, request: request)
            }
            report.issues.append(
                ImportIssue(
                    line: one.line, subject: one.subject, keys: [],
                    reason:
                        "it takes \(request.line.utf8.count) bytes, and a line of the protocol \(limit); the record is skipped",
                    kind: "too long for a line of the protocol; the record is skipped"))
            return nil
        }
    }

    /// The request with fields that say what the source says told by their names there.
    static func withoutRepetition(_ request: Request) -> Request {
        var request = request
        guard let fields = request.object?["fields"]?.object, let source = request.object?["source"]?.object else {
            return request
        }
        var kept = JSONObject()
        var named = JSONObject()
        for member in fields.members {
            if let key = source.members.first(where: { $0.value == member.value })?.key {
                named[member.key] = .string(key)
            } else {
                kept[member.key] = member.value
            }
        }
        request.object?["fields"] = .object(kept)
        request.object?["fields_from_source"] = .object(named)
        return request
    }

    /// The request for one record; its key is of the record, so that the record has its effect once in the forum, for ever.
    ///
    /// A record goes first under the key that does not hold the forum: under it the versions before entered theirs, and so what they entered
    /// is found again. The server tells where that key was used; where that was another forum, the key that holds the forum goes.
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

    /// The same of the forum and the record.
    static func key(of source: JSONObject, in forum: String) -> String {
        "import-" + Digest.sha256(Array(forum.utf8) + [0x0A] + source.canonicalBytes).hex.prefix(32)
    }

    private func meetings(_ text: String, _ report: inout ImportReport) async throws {
        let file = JSONLines(text)
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        let present = try await session.pages(.meetings, [forum], all: true).rows
        let settings = try await session.ask(.forum, [forum]).object
        let mapper = MeetingMapper(
            today: session.console.now().date, kinds: vocabulary.meetingKinds, present: present,
            known: settings["meeting_kinds"]?.strings ?? [])
        var planned: [Sent] = []
        var held: [Sent] = []
        for mapped in mapper.map(file.records, issues: &report.issues) {
            func sent(_ verb: Verb, _ word: String, _ object: JSONObject) -> Sent {
                Sent(
                    number: mapped.number, line: mapped.line, subject: mapped.meeting["name"]?.string ?? mapped.id,
                    word: word,
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
        let present = try await session.ask(.partners, [forum]).rows
        let attributes = Set(present.flatMap { $0["attributes"]?.object?.keys ?? [] }).sorted()
        let known = ["partner_id", "id", "name", "joined", "left"]
        let hasID = CSVTable.columns(of: text, known: known)?.contains("partner_id") ?? false
        let table = try ImportRun.table(
            text, report.file, hasID ? ["partner_id"] : ["id", "name"], known + attributes)
        report.records = table.rows.count
        let partners = RegistryMapper.partners(
            table, present: present.compactMap { $0["id"]?.string }, issues: &report.issues)
        let sent = partners.map { partner in
            Sent(
                number: partner.line, line: partner.line, subject: partner.id, word: "entered",
                request: Request(
                    tag: RequestTag(number: 0), verb: .partner, arguments: [forum, partner.id],
                    object: partner.partner))
        }
        try await send(sent, "partners", &report)
    }

    private func coordinators(_ text: String, _ report: inout ImportReport) async throws {
        let table = try ImportRun.table(text, report.file, ["group", "holder"], ["from", "to"])
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
                            number: line, line: line, subject: account, word: "appointed",
                            request: Request(
                                tag: RequestTag(number: 0), verb: .appoint, arguments: [forum, account],
                                object: appointment)))
                }
            } else {
                let appointments = holder.appointments.map { JSONValue.object($0) }
                sent.append(
                    Sent(
                        number: holder.lines[0], line: holder.lines[0], subject: account, word: "accounts made",
                        request: Request(
                            tag: RequestTag(number: 0), verb: .account, arguments: [forum],
                            object: ["account": .string(slug), "appointments": .array(appointments)])))
            }
        }
        try await send(sent, "coordinators", &report)
    }

    private static func table(
        _ text: String, _ file: String, _ required: [String], _ known: [String]
    ) throws -> CSVTable {
        do {
            return try CSVTable.parse(text, file: file, required: required, known: known)
        } catch {
            throw CommandFailure.notDone(error.faults.map { PlainText.line("\($0)") })
        }
    }

    /// Sends requests and counts what came of them. With the letters that the forum's refs begin with, what was entered in another forum
    /// under the same key is not counted but answered.
    @discardableResult
    private func send(
        _ sent: [Sent], _ label: String, _ report: inout ImportReport, prefix: String? = nil
    ) async throws -> [Sent] {
        let bar = ProgressBar(label, total: sent.count, console: session.console)
        defer { bar.finish() }
        var elsewhere: [Sent] = []
        let answers = try await Pipeline(session).run(sent.map(\.request)) { bar.step() }
        for (one, answer) in zip(sent, answers) {
            switch answer.result {
            case .success(let object):
                let isIdle = object["events"]?.array?.isEmpty == true
                report.count(object["repeated"]?.bool == true || isIdle ? nil : one.word, record: one.number)
            case .failure(let failure) where one.request.verb == .import && failure.code == .keySpent:
                report.count(nil, record: one.number)
            case .failure(let failure) where one.request.verb == .import && failure.code == .keyReused:
                let ref = failure.object["ref"]?.string
                if let prefix, let ref, !ref.hasPrefix(prefix + "-") {
                    elsewhere.append(one)
                    continue
                }
                report.count(nil, record: one.number)
                report.issues.append(
                    ImportIssue(
                        line: one.line, subject: one.subject, keys: [],
                        reason:
                            "imported before\(ref.map { " as \($0)" } ?? "") with another mapping; it stays as it is",
                        kind: "imported before with another mapping; it stays as it is"))
            case .failure(let failure): report.refuse(failure, line: one.line, subject: one.subject)
            }
        }
        return elsewhere
    }
}
