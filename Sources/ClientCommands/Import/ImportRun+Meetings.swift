import CivilTime
import ImportFiles
import LineProtocol
import Terminal

extension ImportRun {
    func meetings(_ text: String, _ report: inout ImportReport) async throws {
        let file = try RecordList(text, file: report.file, .meetings)
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        let present = try await session.pages(Verbs.Meetings(forum: forum)).rows
        let settings = try await session.read(Verbs.Forum(forum: forum)).end.settings
        let mapper = MeetingMapper(
            today: session.console.now().date, kinds: vocabulary.meetingKinds, present: present,
            known: settings?.meetingKinds ?? [])
        var planned: [Sent] = []
        var held: [Sent] = []
        for mapped in mapper.map(file.records, issues: &report.issues) {
            func sent(_ asked: some VerbRequest, _ word: String) throws -> Sent {
                Sent(
                    number: mapped.number, line: mapped.line, subject: mapped.plan.name ?? mapped.id, word: word,
                    request: try ClientSession.request(asked))
            }
            planned.append(try sent(mapped.setting(in: forum), "entered"))
            if let days = mapped.holding(in: forum) { held.append(try sent(days, "held")) }
        }
        try await send(planned, "meetings", &report)
        try await send(held, "meetings held", &report)
    }
}
