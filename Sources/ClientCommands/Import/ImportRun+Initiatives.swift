import CanonicalJSON
import ImportFiles
import Lifecycle
import LineClient
import LineProtocol
import Record
import Terminal

extension ImportRun {
    func initiatives(_ text: String, _ report: inout ImportReport) async throws {
        let definition = try await session.definition(forum, lifecycle)
        let form = FormField.form(of: definition)
        let file = try RecordList(text, file: report.file, .initiatives(form))
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        let rows = try await session.ask(Verbs.Partners(forum: forum)).rows
        let mapper = InitiativeMapper(
            form: form, names: PartnerNames(rows: rows, spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: session.console.now().date,
            undatedIsPast: vocabulary.undatedIsPast)
        var sent: [Sent] = []
        for record in file.records {
            let mapped = mapper.map(record.object, line: record.line)
            report.issues += mapped.issues
            guard mapped.isUsable else { continue }
            sent.append(
                Sent(
                    number: record.number, line: record.line, subject: mapped.fields["title"]?.string ?? "",
                    word: mapped.isArchive ? "archived" : "drafted", request: importing(record.object, mapped)))
        }
        sent = fitting(try await unknown(sent, &report), &report)
        let prefix = try await session.ask(Verbs.Forum(forum: forum)).object["ref_prefix"]?.string
        let elsewhere = try await send(sent, "importing", &report, prefix: prefix).elsewhere
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
            func stays(_ reason: String, _ kind: String, isLoss: Bool = false) {
                report.issues.append(
                    ImportIssue(
                        line: one.line, subject: one.subject, keys: [], reason: reason, kind: kind, isLoss: isLoss))
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
                    "an activity of the same title, days and proposer is in the archive; the record is skipped",
                    isLoss: true)
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
                    kind: "too long for a line of the protocol; the record is skipped", isLoss: true))
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
}
