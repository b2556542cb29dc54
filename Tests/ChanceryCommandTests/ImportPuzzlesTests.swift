import CanonicalJSON
import CivilTime
import DefinitionFiles
import LineProtocol
import TestSupport
import Testing

@testable import ImportFiles
@testable import Terminal

/// Records as lists have them: what cannot be is thrown away and decides nothing, what can mean one thing only is understood.
@Suite struct ImportPuzzlesTests {
    private func mapper() throws -> InitiativeMapper {
        let vocabulary = try Repository.vocabulary()
        return InitiativeMapper(
            form: Repository.form,
            names: PartnerNames(rows: try Repository.partners(), spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: try #require(CivilDate("2026-11-29")))
    }

    private func map(_ json: String) throws -> InitiativeMapper.Mapped {
        try mapper().map(JSONObject(json: json), line: 1)
    }

    // MARK: days

    @Test(arguments: [
        #""starts":"2031-05-01","ends":"2015-05-02""#, #""starts":"1-May-31","ends":"2015-05-02""#,
        #""starts":"2031-05","ends":"2015-05-02""#, #""starts":2031,"ends":"2015-05-02""#,
        #""starts":"spring 2031","ends":"2015-05-02""#, #""starts":"2031-05-01","ends":"2015-05""#,
    ])
    func aLastDayBeforeTheFirstDecidesNothing(_ days: String) throws {
        let mapped = try map("{\"title\":\"Rv 1\",\(days),\"proposer\":\"JP\"}")
        #expect(!mapped.isArchive && mapped.isUsable && mapped.partner == "JP" && mapped.fields["ends"] == nil)
        #expect(mapped.issues.contains { $0.reason.contains("entered as a draft") }, "\(mapped.issues)")
        #expect(mapped.issues.contains { $0.keys.contains("ends") }, "\(mapped.issues)")
        // Of nobody, it cannot be in the archive of the past either.
        let nobodys = try map("{\"title\":\"Rv 1\",\(days)}")
        #expect(!nobodys.isUsable || !nobodys.isArchive, "\(nobodys)")
    }

    @Test(arguments: [
        (#""year":2012"#, 2012), (#""year":"2012""#, 2012), (#""Year":2012"#, 2012), (#""starts":2012"#, 2012),
        (#""starts":20150501"#, 2015), (#""starts":"42125.5""#, 2015), (#""starts":42125"#, 2015),
        (#""starts":"1-May-15""#, 2015), (#""starts":"15/05/15""#, 2015), (#""starts":"15.5.15""#, 2015),
        (#""starts":"2015-05-01","ends":"1-May-31""#, 2015), (#""starts":"2015-05-01","ends":"2015-06""#, 2015),
    ])
    func whatIsPastIsArchived(_ days: String, _ year: Int) throws {
        let mapped = try map("{\"title\":\"x\",\(days),\"proposer\":\"JP\"}")
        #expect(mapped.isArchive && mapped.year == year, "\(mapped)")
    }

    @Test(arguments: [
        #""year":2031"#, #""starts":20310501"#, #""starts":"1-May-31""#, #""starts":"15/05/31""#,
        #""starts":"15-05-31""#, #""starts":"2025-05-01","ends":2031"#, #""expected_partners":2012"#,
    ])
    func whatIsNotKnownToBePastIsADraft(_ days: String) throws {
        let mapped = try map("{\"title\":\"x\",\(days),\"proposer\":\"JP\"}")
        #expect(!mapped.isArchive && mapped.isUsable && !mapped.issues.isEmpty, "\(mapped)")
    }

    @Test func aDayAsANumberIsADay() throws {
        #expect(try map(#"{"title":"x","starts":20150501}"#).fields["starts"] == "2015-05-01")
        #expect(try map(#"{"title":"x","starts":"42125.5"}"#).fields["starts"] == "2015-05-01")
        #expect(try map(#"{"title":"x","starts":"1-May-15"}"#).fields["starts"] == nil)
        #expect(try map(#"{"title":"x","expected_partners":"20"}"#).fields["expected_partners"] == 20)
    }

    /// Spreadsheets write a time of a day and an amount as a number with decimals.
    @Test func numbersWithDecimals() throws {
        let columns = RecordList.Columns.initiatives(try mapper().form)
        func list(_ text: String) throws -> RecordList { try RecordList(text, file: "list.jsonl", columns) }
        let read = try list(
            #"{"title":"x: 1.5","starts":42125.5,"First Day":1.5,"cost":{"currency":"EUR","amount":1500.5}}"#)
        #expect(read.issues == [])
        #expect(
            read.records.map(\.object) == [
                [
                    "title": "x: 1.5", "starts": "42125.5", "First Day": "1.5",
                    "cost": ["currency": "EUR", "amount": "1500.5"],
                ]
            ])
        let mapped = try map(#"{"title":"x","cost":{"currency":"EUR","amount":"1500.5"}}"#)
        #expect(mapped.fields["cost"] == ["currency": "EUR", "amount": "1500.50"])
        #expect(
            try map(#"{"title":"x","cost":{"currency":"JPY","amount":1500}}"#).fields["cost"]
                == ["currency": "JPY", "amount": "1500"])
        // Elsewhere it is named with its key, and costs its record alone.
        let other = try list("{\"title\":\"x\",\"expected_partners\":12.5}\n{\"title\":\"y\"}\n")
        #expect(other.records.map(\.line) == [2] && other.issues.map(\.line) == [1])
        let reason = other.issues.first?.reason ?? ""
        #expect(reason.hasPrefix("numbers must be plain integers"), "\(reason)")
        #expect(reason.contains("12.5 under \"expected_partners\""), "\(reason)")
    }

    // MARK: organisers

    @Test(arguments: [
        (#"[{"partner":"JP","body":"MOFA"}]"#, #"[{"body":"MOFA","partner":"JP"}]"#),
        (#"[{"partner":"japan"},"Finland"]"#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#"{"partner":"jp"}"#, #"[{"partner":"JP"}]"#),
        (#"[{"organisation":"ADB","body":"Office"}]"#, #"[{"body":"Office","organisation":"ADB"}]"#),
        (#""Japan\tFinland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""• Japan • Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""•Japan •Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""Japan – Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""1. Japan 2. Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""1) Japan 2) Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (
            #""Japan (MOFA) Finland (MFA)""#,
            #"[{"body":"MOFA","partner":"JP"},{"body":"MFA","partner":"FI"}]"#
        ),
        (#""Japan with Finland""#, #"[{"partner":"JP"},{"partner":"FI"}]"#),
        (#""Japan in cooperation with Finland, Sweden""#, #"[{"partner":"JP"},{"partner":"FI"},{"partner":"SE"}]"#),
        (#""Centre for Work - Life""#, #"[{"organisation":"Centre for Work - Life"}]"#),
    ])
    func organisersInManyForms(_ written: String, _ read: String) throws {
        let mapped = try map("{\"title\":\"x\",\"starts\":\"2015-05-01\",\"organisers\":\(written)}")
        #expect(mapped.fields["organisers"] == (try JSONValue.parse(read)), "\(mapped)")
        #expect(!mapped.issues.contains { $0.keys == ["organisers"] }, "\(mapped.issues)")
    }

    @Test(arguments: [
        #""Japan with support of the Bank""#, #""Japan (MOFA, Finland""#, #""Japan MOFA), Finland""#,
        #"[{"partner":"JP","contact":"a@example.org"}]"#, #"[{"body":"MOFA"}]"#, #"[{"partner":"Atlantis"}]"#,
    ])
    func whatIsUnclearIsTold(_ written: String) throws {
        let mapped = try map("{\"title\":\"x\",\"starts\":\"2015-05-01\",\"organisers\":\(written)}")
        #expect(mapped.issues.contains { $0.keys == ["organisers"] }, "\(mapped)")
    }

    // MARK: files

    @Test func keysInCapitals() throws {
        let mapped = try map(#"{"Title":"Rv","STARTS":"2015-05-01","Expected Partners":20,"Proposer":"Japan"}"#)
        #expect(mapped.isUsable && mapped.isArchive && mapped.partner == "JP")
        #expect(mapped.fields["title"] == "Rv" && mapped.fields["expected_partners"] == 20)
        #expect(ImportKind.of(file: "x", text: #"{"Title":"Rv"}"#) == .initiatives)
        #expect(ImportKind.of(file: "x", text: #"{"Kind":"som","Starts":"2015-05-01"}"#) == .meetings)
        var issues: [ImportIssue] = []
        let meetings = JSONLines(#"{"Kind":"som","Starts":"2015-05-01","City":"Hanoi"}"#)
        let planned = MeetingMapper(today: try #require(CivilDate("2026-11-29"))).map(
            meetings.records, issues: &issues)
        #expect(planned.first?.meeting["starts"] == "2015-05-01", "\(issues)")
    }

    @Test(arguments: [
        ("", Status.done, "nothing"), (" \n", .done, "nothing"), ("{\"title\": x}\n", .refused, ":1: "),
    ])
    func aFileWithoutRecords(_ text: String, _ status: Status, _ says: String) async throws {
        let file = try TestRoot.freePath("puzzle") + ".txt"
        try LocalFile.writeShared(text, to: file)
        defer { LocalFile.remove(file) }
        try await FakePeer.with(Scripts.agreeable) { peer in
            let console = TestConsole(environment: [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "CHANCERY_SCHEMA": Repository.path("schema"),
            ])
            #expect(await console.run("import", file) == status, "\(console.err)")
            #expect((console.out + console.err).contains(says), "\(console.out)\(console.err)")
            #expect(peer.requests.allSatisfy { !$0.isWrite })
        }
    }
}
