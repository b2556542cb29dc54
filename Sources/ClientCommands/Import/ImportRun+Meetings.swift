import CanonicalJSON
import ImportFiles
import Lifecycle
import LineProtocol
import Terminal

extension ImportRun {
    func meetings(_ text: String, _ report: inout ImportReport) async throws {
        let file = try RecordList(text, file: report.file, .meetings)
        report.records = file.records.count + file.issues.count
        report.issues = file.issues
        let present = try await session.pages(Verbs.Meetings(forum: forum)).rows
        let settings = try await session.ask(Verbs.Forum(forum: forum)).object
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
}
