import CanonicalJSON
import CivilTime
import ImportFiles
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
        let partners = try await session.read(Verbs.Partners(forum: forum)).rows
        let mapper = InitiativeMapper(
            form: form, names: PartnerNames(partners, spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: session.console.now().date,
            undatedIsPast: vocabulary.undatedIsPast)
        var initiatives: [Initiative] = []
        for record in file.records {
            let mapped = mapper.map(record.object, line: record.line)
            report.issues += mapped.issues
            guard mapped.isUsable else { continue }
            initiatives.append(
                Initiative(number: record.number, line: record.line, asked: asked(record.object, mapped)))
        }
        initiatives = try fitting(try await unknown(initiatives, &report), &report)
        let prefix = try await session.read(Verbs.Forum(forum: forum)).end.settings?.refPrefix
        let sent = try initiatives.map { try $0.sent(key: ImportRun.key(of: $0.source)) }
        let elsewhere = try await send(sent, "importing", &report, prefix: prefix).elsewhere
        guard !elsewhere.isEmpty else { return }
        // The key of these was used in another forum, as in a trial before: a key that holds this forum is still free.
        let numbers = Set(elsewhere.map(\.number))
        let again = try initiatives.filter { numbers.contains($0.number) }.map {
            try $0.sent(key: ImportRun.key(of: $0.source, in: forum))
        }
        _ = try await send(again, "importing", &report, prefix: nil)
    }

    /// A record with what is asked for it.
    struct Initiative {
        let number: Int
        let line: Int
        var asked: Verbs.Import

        /// The record as the file has it.
        var source: JSONObject { asked.source?.object ?? JSONObject() }
        var subject: String { asked.fields?["title"]?.string ?? "" }

        func sent(key: String) throws -> Sent {
            Sent(
                number: number, line: line, subject: subject, word: asked.archive ? "archived" : "drafted",
                request: try ClientSession.request(asked, key: key))
        }
    }

    /// Those that the forum does not have yet, whoever entered them.
    private func unknown(_ initiatives: [Initiative], _ report: inout ImportReport) async throws -> [Initiative] {
        let present = try await PresentRecords(initiatives.map(\.asked), in: forum, session)
        return initiatives.filter { one in
            func stays(_ reason: String, _ kind: String, isLoss: Bool = false) {
                report.issues.append(
                    ImportIssue(
                        line: one.line, subject: one.subject, keys: [], reason: reason, kind: kind, isLoss: isLoss))
            }
            switch present.finding(of: one.asked) {
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
    private func fitting(
        _ initiatives: [Initiative], _ report: inout ImportReport
    ) throws -> [Initiative] {
        let limit = session.client.hello["limits"]?["line_bytes"]?.integer.map { Int($0) } ?? 65_536
        // The tag that the connection gives takes up to 32 bytes.
        func size(_ one: Initiative) throws -> Int {
            try one.sent(key: ImportRun.key(of: one.source)).request.line.utf8.count
        }
        return try initiatives.compactMap { one in
            guard try size(one) + 32 > limit else { return one }
            var shorter = one
            shorter.asked = ImportRun.withoutRepetition(one.asked)
            let size = try size(shorter)
            guard size + 32 > limit else { return shorter }
            report.issues.append(
                ImportIssue(
                    line: one.line, subject: one.subject, keys: [],
                    reason: "it takes \(size) bytes, and a line of the protocol \(limit); the record is skipped",
                    kind: "too long for a line of the protocol; the record is skipped", isLoss: true))
            return nil
        }
    }

    /// The same with fields that say what the source says told by their names there.
    static func withoutRepetition(_ asked: Verbs.Import) -> Verbs.Import {
        guard let fields = asked.fields, let source = asked.source?.object else { return asked }
        var kept = JSONObject()
        var named = JSONObject()
        for member in fields.members {
            if let key = source.members.first(where: { $0.value == member.value })?.key {
                named[member.key] = .string(key)
            } else {
                kept[member.key] = member.value
            }
        }
        var asked = asked
        asked.fields = kept
        asked.fieldsFromSource = named
        return asked
    }

    /// What is asked for one record; its key is of the record, so that the record has its effect once in the forum, for ever.
    ///
    /// A record goes first under the key that does not hold the forum: under it the versions before entered theirs, and so what they entered
    /// is found again. The server tells where that key was used; where that was another forum, the key that holds the forum goes.
    private func asked(_ source: JSONObject, _ mapped: InitiativeMapper.Mapped) -> Verbs.Import {
        var asked = Verbs.Import()
        asked.forum = forum
        asked.lifecycle = lifecycle
        asked.partner = mapped.partner
        asked.fields = mapped.fields
        asked.archive = mapped.isArchive
        asked.year = mapped.year
        asked.source = .object(source)
        return asked
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
