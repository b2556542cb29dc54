import CanonicalJSON
import CivilTime
import DefinitionFiles
import LineProtocol
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// The mapper over the real lists, and over each kind of difficulty they have.
@Suite struct ImportMapperTests {
    private let today = CivilDate("2026-03-01")

    private func mapper() throws -> InitiativeMapper {
        let vocabulary = try Repository.vocabulary()
        return InitiativeMapper(
            form: Repository.form,
            names: PartnerNames(rows: try Repository.partners(), spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: try #require(today))
    }

    private func map(_ json: String) throws -> InitiativeMapper.Mapped {
        try mapper().map(try JSONObject(json: json), line: 1)
    }

    // MARK: the real files

    @Test func theRealInitiatives() throws {
        let file = JSONLines(try Repository.text("schema/forums/asem/initiatives.jsonl"))
        #expect(file.records.count == 80)
        #expect(file.issues.isEmpty)
        let mapper = try mapper()
        let mapped = file.records.map { mapper.map($0.object, line: $0.line) }
        #expect(mapped.allSatisfy { $0.isUsable })
        #expect(mapped.filter { $0.isArchive }.count == 78)
        #expect(mapped.filter { !$0.isArchive }.compactMap(\.partner) == ["PH", "VN"])
        #expect(mapped.filter { $0.isArchive && $0.year == nil }.count == 3)
        #expect(mapped.filter { $0.fields["starts"] != nil }.count == 49)
        #expect(mapped.filter { $0.fields["ends"] != nil }.count == 43)
        #expect(mapped.filter { $0.fields["organisers"] != nil }.count == 62)
        #expect(mapped.filter { $0.fields["co_sponsors"] != nil }.count == 8)
        #expect(mapped.filter { $0.fields["location"] != nil }.count == 60)
        #expect(mapped.allSatisfy { $0.fields["focus_areas"] != nil && $0.fields["pillar"] != nil })
        #expect(mapped.allSatisfy { $0.fields["cost"] == nil })
        // Every named proposer but one part of one is a partner.
        #expect(mapped.filter { $0.partner != nil }.count == 31)
        let reasons = mapped.flatMap(\.issues)
        #expect(reasons.filter { $0.keys == ["cost"] }.count == 1)
        #expect(reasons.filter { $0.reason.contains("is not a partner of the forum") }.map(\.line) == [71])
        #expect(reasons.filter { $0.reason.contains("is not a full date") }.count == 13)
        #expect(reasons.filter { $0.keys.contains("kind") }.count == 80)
    }

    /// Every key of every record is a field, is kept as provenance, or is told of.
    @Test func nothingIsLostInSilence() throws {
        let file = JSONLines(try Repository.text("schema/forums/asem/initiatives.jsonl"))
        let mapper = try mapper()
        for record in file.records {
            let mapped = mapper.map(record.object, line: record.line)
            let told = Set(mapped.issues.flatMap(\.keys))
            for key in record.object.keys where !InitiativeMapper.provenance.contains(key) {
                let field = InitiativeMapper.renamed[key] ?? key
                let isMapped = mapped.fields[field] != nil || (key == "proposer" && mapped.partner != nil)
                #expect(isMapped || told.contains(key), "line \(record.line): \(key)")
            }
        }
    }

    @Test func theRealMeetings() throws {
        let file = JSONLines(try Repository.text("schema/forums/asem/meetings.jsonl"))
        #expect(file.records.count == 86)
        let mapper = MeetingMapper(today: try #require(today), kinds: try Repository.vocabulary().meetingKinds)
        var issues: [ImportIssue] = []
        let mapped = mapper.map(file.records, issues: &issues)
        // In any order they are the same meetings, and those that are there are found again.
        var others: [ImportIssue] = []
        let backwards = mapper.map(file.records.reversed(), issues: &others)
        #expect(Set(backwards.map(\.id)) == Set(mapped.map(\.id)))
        let present = mapped.map { one in
            var row = one.meeting
            row["id"] = .string("old-" + one.id)
            return ShownMeeting(row)
        }
        let again = MeetingMapper(today: try #require(today), kinds: mapper.kinds, present: present)
        #expect(Set(again.map(file.records, issues: &others).map(\.id)) == Set(mapped.map { "old-" + $0.id }))
        #expect(mapped.count == 86)
        #expect(Set(mapped.map(\.id)).count == 86)
        // Of eleven no full day is known.
        #expect(mapped.filter { $0.meeting["precision"] == "year" }.count == 5)
        #expect(mapped.filter { $0.meeting["precision"] == "month" }.count == 6)
        #expect(mapped.filter { $0.held != nil }.count == 74)
        #expect(mapped.first { $0.held == nil }?.id == "fmm-2003-07-bali")
        #expect(mapped.contains { $0.id == "som-2017-06-brussels" && $0.held?["ends"] == "2017-06-23" })
        #expect(mapped.filter { $0.meeting["kind"] == "som" }.count == 18)
        #expect(mapped.filter { $0.meeting["kind"] == "sectoral-som" }.count == 7)
        #expect(issues.filter { $0.reason.hasSuffix("is known, not as held") }.count == 11)
        for one in mapped {
            #expect(
                one.id.utf8.count <= 64 && one.id.utf8.allSatisfy { $0 == 0x2D || ($0 >= 0x30 && $0 < 0x7B) },
                "\(one.id)")
        }
    }

    @Test func theRealTables() throws {
        var issues: [ImportIssue] = []
        let partners = RegistryMapper.partners(
            try CSVTable.parse(
                Repository.text("schema/forums/asem/partners.csv"), file: "partners.csv", required: ["name"]),
            issues: &issues)
        #expect(partners.count == 53)
        #expect(issues.isEmpty)
        #expect(
            partners.first { $0.id == "KR" }?.partner == [
                "name": "Korea (Republic of)", "joined": "1996-01-01",
                "attributes": ["region": "Asia", "group": "NESA", "kind": "country", "iso2": "KR", "iso3": "KOR"],
            ])
        let holders = RegistryMapper.coordinators(
            try CSVTable.parse(
                Repository.text("schema/forums/asem/coordinators.csv"), file: "coordinators.csv", required: ["group"]),
            role: "regional-coordinator", issues: &issues)
        #expect(holders.map(\.partner) == ["SG", "RU", "HR", "VN", "BD", "BE", "EU"])
        #expect(
            holders.first?.appointments == [
                [
                    "role": "regional-coordinator", "group": "ASEAN", "partner": "SG", "from": "2020-01-01",
                    "until": "2020-06-30",
                ]
            ])
        #expect(holders.last?.appointments.first?["until"] == nil)
        #expect(issues.count == 7)
        #expect(issues.first?.keys == ["source", "note"])
    }

    // MARK: each difficulty

    @Test(
        arguments: [
            ("Republic of Korea", "KR", nil), ("viet nam", "VN", nil), ("Vietnam", "VN", nil),
            ("the Netherlands", "NL", nil),
            ("European Commission", "EU", "European Commission"), ("EEAS", "EU", "European External Action Service"),
            ("KR", "KR", nil), ("Korea (Republic of)", "KR", nil), ("Lao PDR", "LA", nil), ("Atlantis", nil, nil),
            ("", nil, nil),
        ] as [(String, String?, String?)])
    func spellings(_ name: String, _ partner: String?, _ body: String?) throws {
        let meaning = try mapper().names.meaning(of: name)
        #expect(meaning?.partner == partner)
        #expect(meaning?.body == body)
    }

    @Test func organisersOfEveryKind() throws {
        let mapped = try map(
            """
            {"title":"T","organisers":["Denmark (Ministry of Foreign Affairs)","European Union (DG TAXUD)",\
            "European Commission","Asia-Europe Foundation","PRAXI Network (FORTH, Greece)","Belgium (Flemish Community)",\
            "Viet Nam","Viet Nam"]}
            """)
        #expect(
            mapped.fields["organisers"]?.canonicalText == """
                [{"body":"Ministry of Foreign Affairs","partner":"DK"},{"body":"DG TAXUD","partner":"EU"},\
                {"body":"European Commission","partner":"EU"},{"organisation":"Asia-Europe Foundation"},\
                {"organisation":"PRAXI Network (FORTH, Greece)"},{"body":"Flemish Community","partner":"BE"},\
                {"partner":"VN"}]
                """)
    }

    @Test func severalProposers() throws {
        let mapped = try map(
            "{\"title\":\"T\",\"proposer\":\"Republic of Korea, France and Singapore\",\"organisers\":[\"France\"]}")
        #expect(mapped.partner == "KR")
        #expect(mapped.fields["organisers"] == [["partner": "FR"], ["partner": "SG"]])
        #expect(mapped.issues.contains { $0.reason == "KR is entered as the proposer; FR, SG as organisers" })
        let half = try map("{\"title\":\"T\",\"proposer\":\"European Union and the seven members\"}")
        #expect(half.partner == "EU")
        #expect(
            half.issues.contains {
                $0.reason == "\"the seven members\" is not a partner of the forum; kept in the source"
            }
        )
        let body = try map(
            "{\"title\":\"T\",\"proposer\":\"Republic of Korea (National Human Rights Commission of Korea)\"}")
        #expect(body.partner == "KR")
        #expect(
            body.issues.contains {
                $0.reason.contains("cannot be a body (\"National Human Rights Commission of Korea\")")
            })
    }

    @Test func partialDates() throws {
        let mapped = try map("{\"title\":\"T\",\"starts\":\"2009\",\"ends\":\"2012-06\",\"proposer\":\"Japan\"}")
        #expect(mapped.fields["starts"] == nil && mapped.fields["ends"] == nil)
        #expect(mapped.isArchive && mapped.year == 2012)
        #expect(mapped.issues.filter { $0.reason.contains("is not a full date; kept in the source") }.count == 2)
        let wrong = try map("{\"title\":\"T\",\"starts\":\"2012-06-05\",\"ends\":\"2012-06-04\"}")
        #expect(wrong.fields["ends"] == nil)
        #expect(wrong.fields["starts"] == "2012-06-05")
        #expect(wrong.issues.contains { $0.keys == ["ends"] && $0.reason.contains("is before the first day") })
        #expect(try map("{\"title\":\"T\",\"starts\":\"2012-02-30\"}").fields["starts"] == nil)
    }

    @Test(
        arguments: [
            ("{\"title\":\"T\",\"starts\":\"2026-02-27\",\"ends\":\"2026-02-28\"}", true, 2026),
            ("{\"title\":\"T\",\"ends\":\"2026-03-01\",\"proposer\":\"Japan\"}", false, nil),
            ("{\"title\":\"T\",\"starts\":\"2026-02\",\"proposer\":\"Japan\"}", true, 2026),
            ("{\"title\":\"T\",\"starts\":\"2026-03\",\"proposer\":\"Japan\"}", false, nil),
            ("{\"title\":\"T\",\"starts\":\"2027\",\"proposer\":\"Japan\"}", false, nil),
            ("{\"title\":\"T\",\"guidance\":\"ASEM8 (2010), ASEM9 (2012)\",\"proposer\":\"Japan\"}", true, 2012),
            ("{\"title\":\"T\",\"guidance\":\"the 2030 Agenda\",\"proposer\":\"Japan\"}", false, nil),
            ("{\"title\":\"T\",\"source\":\"https://example.org/2010/\",\"proposer\":\"Japan\"}", false, nil),
        ] as [(String, Bool, Int?)])
    func pastOrNot(_ json: String, _ isArchive: Bool, _ year: Int?) throws {
        let mapped = try map(json)
        #expect(mapped.isArchive == isArchive)
        #expect(mapped.year == year)
    }

    @Test func aDraftNeedsAProposer() throws {
        let host = try map("{\"title\":\"T\",\"organisers\":[\"ASEIC\",\"Philippines\"]}")
        #expect(!host.isArchive && host.partner == "PH")
        #expect(
            host.issues.contains {
                $0.keys == ["proposer"] && $0.reason.contains("the first organiser that is a partner, PH")
            })
        let nobody = try map("{\"title\":\"T\",\"organisers\":[\"ASEIC\"]}")
        #expect(nobody.isArchive && nobody.partner == nil && nobody.year == nil)
        #expect(nobody.issues.contains { $0.reason.contains("it can be nobody's draft") })
        let untitled = try map("{\"pillar\":\"sport\",\"unknown\":1}")
        #expect(!untitled.isUsable && untitled.issues.map(\.keys) == [["title"]])
    }

    @Test func valuesThatDoNotFit() throws {
        let mapped = try map(
            """
            {"title":"T","cost":"Target of 26 million euros","pillar":"sport","area":"SMEs / green growth","kind":"other",\
            "objective":["x"],"expected_partners":"many","co_sponsors":["Atlantis","European Commission","Japan"],\
            "location":{"city":"Kuala Lumpur"},"finance":"\(String(repeating: "x", count: 2001))","colour":"blue"}
            """)
        #expect(
            JSONValue.object(mapped.fields).canonicalText == """
                {"co_sponsors":["EU","JP"],"focus_areas":["smes","green-growth"],"location":"Kuala Lumpur","title":"T"}
                """)
        let told = Dictionary(grouping: mapped.issues, by: \.keys)
        #expect(
            told[["cost"]]?.first?.reason
                == "\"Target of 26 million euros\" is not one amount of one currency; kept in the source")
        #expect(told[["finance"]]?.first?.reason == "2001 characters, and the form takes 2000; kept in the source")
        #expect(told[["pillar"]]?.first?.reason == "\"sport\" is not one of the form's choices; kept in the source")
        #expect(told[["colour", "kind"]]?.first?.reason == "the form has no such field; kept in the source")
        #expect(told[["objective"]] != nil && told[["expected_partners"]] != nil)
        #expect(told[["co_sponsors"]]?.count == 2)
        #expect(
            try map("{\"title\":\"T\",\"cost\":\"EUR 26000000\"}").fields["cost"] == [
                "currency": "EUR", "amount": "26000000",
            ])
        let grouped = try map("{\"title\":\"T\",\"cost\":\"EUR 26,000,000\"}")
        #expect(grouped.fields["cost"] == nil)
        #expect(grouped.issues.contains { $0.reason.contains("is not an amount of EUR") })
        // What is past may have cost what was money then.
        let past = try map("{\"title\":\"T\",\"starts\":\"1999-04-01\",\"cost\":\"DEM 26000\"}")
        #expect(past.fields["cost"] == ["currency": "DEM", "amount": "26000"])
    }

    @Test func meetingsThatDoNotFit() throws {
        let mapper = MeetingMapper(today: try #require(today))
        var issues: [ImportIssue] = []
        func map(_ lines: String...) throws -> [MeetingMapper.Mapped] {
            mapper.map(JSONLines(lines.joined(separator: "\n")).records, issues: &issues)
        }
        let first =
            "{\"kind\":\"som\",\"starts\":\"2017-06-01\",\"ends\":\"2017-06-02\",\"city\":\"St Julian's\",\"verified\":true}"
        let second = first.replacing("-01\"", with: "-20\"").replacing("-02\"", with: "-21\"")
        #expect(try map(first).map(\.id) == ["som-2017-06-st-julian-s"])
        #expect(try map(first, second).map(\.id) == ["som-2017-06-01-st-julian-s", "som-2017-06-20-st-julian-s"])
        #expect(try map(second, first).map(\.id) == ["som-2017-06-20-st-julian-s", "som-2017-06-01-st-julian-s"])
        #expect(issues.isEmpty)
        #expect(try map(first, first).count == 1)
        #expect(issues.map(\.reason) == ["it is already on line 1; entered once"])
        let named = try map(
            first.replacing("\"som\"", with: "\"som\",\"name\":\"A\""),
            first.replacing("\"som\"", with: "\"som\",\"name\":\"B\""))
        #expect(Set(named.map(\.id)).count == 2)
        issues = []
        let coming = try map("{\"kind\":\"som\",\"starts\":\"2026-03-01\",\"ends\":\"2026-03-01\"}").first
        #expect(coming?.held == nil && coming?.id == "som-2026-03")
        // One whose last day cannot be read was held on nobody knows which days.
        for ends in ["2016-03-01", "2016-03-32", "2016-03", "soon", "05/03/16"] {
            #expect(
                try map("{\"kind\":\"som\",\"starts\":\"2016-03-05\",\"ends\":\"\(ends)\",\"verified\":1}").isEmpty,
                "\(ends)"
            )
            #expect(issues.last?.keys == ["ends"] && issues.last?.isLoss == true)
            issues.removeLast()
        }
        for starts in ["2016-02-30", "5/3/16", "TBC", "32.1.2016"] {
            #expect(
                try map("{\"kind\":\"som\",\"starts\":\"\(starts)\",\"ends\":\"2016-03-05\",\"verified\":true}").isEmpty
            )
            #expect(issues.last?.keys == ["starts"] && issues.last?.isLoss == true)
            issues.removeLast()
        }
        let open = try map(
            "{\"kind\":\"som\",\"starts\":\"2016-03-05\",\"ends\":\"TBC\",\"verified\":1,\"city\":\"n/a\"}")
        #expect(open.first?.meeting["ends"] == "2016-03-05" && open.first?.meeting["city"] == nil)
        #expect(issues.map(\.keys) == [["ends"], ["city"]])
        issues = []
        let year = try map("{\"kind\":\"som\",\"starts\":2016}").first
        #expect(year?.meeting["starts"] == "2016-01-01" && year?.meeting["ends"] == "2016-12-31")
        #expect(year?.meeting["precision"] == "year" && year?.held == nil)
        let december = try map("{\"kind\":\"som\",\"starts\":\" 2016-12 \"}").first
        #expect(december?.meeting["ends"] == "2016-12-31" && december?.meeting["precision"] == "month")
        #expect(try map("{\"kind\":\"som\",\"starts\":\"soon\"}").isEmpty)
        #expect(try map("{\"starts\":\"2016-03-05\"}").isEmpty)
        #expect(issues.count == 4)
    }

    /// A kind is one of the forum's, in any case; others are left out, and that is told.
    @Test func kindsOfMeetings() throws {
        let lines = ["SOM", "Summit", "soom"].map {
            "{\"kind\":\"\($0)\",\"starts\":\"2030-03-05\",\"ends\":\"2030-03-05\"}"
        }
        let records = JSONLines(lines.joined(separator: "\n")).records
        var issues: [ImportIssue] = []
        let today = try #require(today)
        let mapper = MeetingMapper(today: today, known: ["som", "summit"])
        let mapped = mapper.map(records, issues: &issues)
        #expect(mapped.compactMap { $0.meeting["kind"]?.string }.sorted() == ["som", "summit"])
        #expect(issues.count == 1 && issues[0].line == 3 && issues[0].keys == ["kind"])
        #expect(issues[0].reason.contains("\"soom\" is not a kind of meeting in this forum; did you mean \"som\"?"))
        // One that was recorded so before is found again.
        var present = try #require(MeetingMapper(today: today).map(records, issues: &issues).first)
            .meeting
        present["id"] = "old"
        let again = MeetingMapper(today: today, present: [ShownMeeting(present)], known: ["som", "summit"])
        #expect(again.map(records, issues: &issues).first?.id == "old")
        // A forum that lists no kinds takes any.
        #expect(MeetingMapper(today: today).map(records, issues: &issues).count == 3)
    }

    /// Names in one text, whatever stands between them; a name that holds a comma or an "and" stays whole.
    @Test(
        arguments: [
            ("Japan, Finland", "JP FI"), ("Japan; Finland", "JP FI"), ("Japan/Finland", "JP FI"),
            ("Japan & Finland", "JP FI"), ("JP&FI", "JP FI"), ("JP+FI", "JP FI"), ("AT&T", "'AT&T'"),
            ("AT&T; Japan", "'AT&T' JP"),
            ("Japan and Finland", "JP FI"), ("Japan, France, and Finland", "JP FR FI"), ("Japan\nFinland", "JP FI"),
            ("1. Japan\r\n2. Finland", "JP FI"), ("- Japan\n- Finland", "JP FI"),
            ("Japan (MOFA), Finland (MFA)", "JP:MOFA FI:MFA"), ("Japan (MOFA, MEXT) and Finland", "JP:MOFA, MEXT FI"),
            ("Korea, Republic of", "KR"), ("Korea, Republic of, Finland", "KR FI"),
            ("Finland and Korea, Republic of", "FI KR"),
            ("Japan, Asia-Europe Foundation", "JP 'Asia-Europe Foundation'"),
            ("Bosnia and Herzegovina", "'Bosnia and Herzegovina'"),
            ("Bosnia and Herzegovina, Japan", "'Bosnia and Herzegovina' JP"),
            ("Ministry of Health, Labour and Welfare", "'Ministry of Health, Labour and Welfare'"),
            ("Lao People's Democratic Republic; Viet Nam", "LA VN"),
        ])
    func namesInOneText(_ text: String, _ names: String) throws {
        let record: JSONObject = ["title": "T", "organisers": .string(text), "starts": "2014-04-01"]
        let mapped = try mapper().map(record, line: 1)
        let read = (mapped.fields["organisers"]?.array ?? []).map { organiser in
            organiser["partner"]?.string.map { $0 + (organiser["body"]?.string.map { ":" + $0 } ?? "") }
                ?? "'\(organiser["organisation"]?.string ?? "")'"
        }
        #expect(read.joined(separator: " ") == names)
    }

    /// Areas in one text, as spreadsheets have them; what stands for nothing is no area, and is told.
    @Test(
        arguments: [
            ("education, connectivity", ["education", "connectivity"], 0),
            ("education;connectivity", ["education", "connectivity"], 0),
            ("Education\nConnectivity", ["education", "connectivity"], 0),
            ("education / connectivity, education", ["education", "connectivity"], 0), ("n/a", [], 1), ("N/A", [], 1),
            ("-", [], 1), ("TBC", [], 1), ("education, n/a", ["education"], 1),
        ] as [(String, [String], Int)])
    func areasInOneText(_ text: String, _ areas: [String], _ remarks: Int) throws {
        for value in [JSONValue.string(text), .array([.string(text)])] {
            let record: JSONObject = [
                "title": "T", "focus_areas": value, "starts": "2014-04-01", "organisers": "Japan",
            ]
            let mapped = try mapper().map(record, line: 1)
            #expect((mapped.fields["focus_areas"]?.strings ?? []) == areas)
            #expect(
                mapped.issues.filter { $0.keys == ["focus_areas"] && $0.reason.contains("names nothing") }.count
                    == remarks)
        }
    }

    /// Words that stand where nobody is named are nobody: in texts, lists, brackets, and beside names.
    @Test(
        arguments: [
            ("TBC", ""), ("n/a", ""), ("N.A.", ""), ("-", ""), ("to be confirmed", ""), ("Unknown; TBA", ""),
            ("none", ""),
            ("Japan, TBC", "JP"), ("TBA and Japan", "JP"), ("Japan, n/a, Finland", "JP FI"), ("Japan / n/a", "JP"),
            ("Alpha Institute, TBC", "'Alpha Institute'"), ("Japan (TBC)", "JP"), ("Japan\n-\nFinland", "JP FI"),
        ])
    func wordsThatNameNobody(_ text: String, _ names: String) throws {
        for value in [JSONValue.string(text), .array([.string(text)])] {
            let record: JSONObject = ["title": "T", "organisers": value, "co_sponsors": value, "starts": "2014-04-01"]
            let mapped = try mapper().map(record, line: 1)
            let read = (mapped.fields["organisers"]?.array ?? []).map { organiser in
                organiser["partner"]?.string.map { $0 + (organiser["body"]?.string.map { ":" + $0 } ?? "") }
                    ?? "'\(organiser["organisation"]?.string ?? "")'"
            }
            #expect(read.joined(separator: " ") == names)
            let partners = names.split(separator: " ").filter { !$0.contains("'") && $0 != "Institute'" }.map(
                String.init)
            #expect((mapped.fields["co_sponsors"]?.strings ?? []) == partners)
            #expect(text.hasSuffix(")") || mapped.issues.contains { $0.reason.contains("names nothing; left empty") })
        }
        #expect(try map("{\"title\":\"T\",\"proposer\":\"\(names.isEmpty ? "TBC" : "n/a")\"}").partner == nil)
    }

    /// Tables of initiatives and meetings, as a spreadsheet saves them: with heads in any case, by labels, `;` or tabs.
    @Test(arguments: [
        "title,starts,ends,organisers,expected_partners,Proposer,colour\nT,5.3.2007,2007-03-07,\"Japan, TBC\", 30 ,Japan,\n",
        "Title;First Day;Last day;Organisers;Expected Partners;proposer\nT;2007-03-05; 2007-03-07 ;Japan;30;JP\n",
        "sep=;\nTITLE;Start;End;ORGANISERS;expected-partners;proposer;\n T ;39146;39148;Japan;30;Japan;\n;;;;;;\n",
        "title\tstarts\tends\torganisers\texpected_partners\tproposer\nT\t2007/3/5\t2007-03-07\tJP\t30\tJP\n",
    ]) func initiativesInATable(_ text: String) throws {
        #expect(ImportKind.of(file: "list.txt", text: text) == .initiatives)
        let list = try RecordList(text, file: "list.csv", .initiatives(Repository.form))
        let first = try #require(list.records.first)
        #expect(list.records.count == 1 && list.issues.isEmpty && first.line == (text.hasPrefix("sep") ? 3 : 2))
        let mapped = try mapper().map(first.object, line: first.line)
        #expect(mapped.fields["title"] == "T" && mapped.partner == "JP" && mapped.isArchive, "\(mapped)")
        #expect(mapped.fields["starts"] == "2007-03-05" && mapped.fields["ends"] == "2007-03-07")
        #expect(mapped.fields["organisers"] == [["partner": "JP"]] && mapped.fields["expected_partners"] == 30)
    }

    @Test func meetingsInATable() throws {
        let text =
            "Kind,Name,Starts,Ends,City,Verified\nsom,\"Senior, officials\",2016-03-05,2016-03-06,Oslo,yes\n"
            + "som,Open,2016-05-05,2016-05-32,Oslo,yes\nsom,,2016-07,,,\n"
        #expect(ImportKind.of(file: "list.txt", text: text) == .meetings)
        let list = try RecordList(text, file: "list.csv", .meetings)
        var issues: [ImportIssue] = []
        let mapped = MeetingMapper(today: try #require(today)).map(list.records, issues: &issues)
        #expect(mapped.map(\.id) == ["som-2016-03-oslo", "som-2016-07"])
        #expect(mapped.first?.held == ["starts": "2016-03-05", "ends": "2016-03-06"])
        #expect(mapped.first?.meeting["name"] == "Senior, officials" && mapped.map(\.line) == [2, 4])
        #expect(issues.filter(\.isLoss).map(\.line) == [3])
    }

    /// A row that does not stand under the head, and a head without what a list needs, are told with file and line.
    @Test(arguments: [
        ("title,starts\nT\n", "l.csv:2: 1 cell under 2 columns: nothing stands for \"starts\""),
        ("title,starts\nT,2014-01-01,x\n", "l.csv:2: 3 cells under 2 columns; put a cell that holds a comma in quotes"),
        ("name,starts\nT,2014-01-01\n", "l.csv:1: the column \"title\" is missing; the head has name, starts"),
        ("", "l.csv:1: the table is empty"),
    ]) func tablesThatAreNone(_ text: String, _ says: String) throws {
        do {
            let columns = RecordList.Columns.initiatives(Repository.form)
            let list = try RecordList(text, file: "l.csv", columns)
            #expect(text.isEmpty && list.records.isEmpty)
        } catch let failure as CommandFailure {
            #expect(failure.lines(Paint(TerminalTraits())).first?.contains(says) ?? false, "\(failure)")
        }
    }

    /// A partner of a table has a name.
    @Test func aWordForNothingIsNoPartner() throws {
        var issues: [ImportIssue] = []
        let table = try CSVTable.parse(
            "partner_id,name\nNA,Namibia\nXX,TBC\nn/a,Somewhere\nYY,Why\n", file: "p.csv", required: [])
        #expect(RegistryMapper.partners(table, issues: &issues).map(\.id) == ["NA", "YY"])
        #expect(issues.map(\.line) == [3, 4] && issues.allSatisfy(\.isLoss))
    }

    /// Where it cannot be known where a name ends, that is told.
    @Test func unclearNames() throws {
        let unclear = try map("{\"title\":\"T\",\"organisers\":\"Alpha Institute, Beta Institute\"}")
        #expect(
            unclear.issues.contains {
                $0.reason.hasPrefix("it is unclear where a name ends; entered: the organisation")
            })
        let clear = try map("{\"title\":\"T\",\"organisers\":\"Japan, Finland\",\"starts\":\"2014-04-01\"}")
        #expect(clear.issues.isEmpty)
    }

    @Test func textsThatAreCleaned() throws {
        let mapped = try map(
            "{\"title\":\"On\\n Water\\u202e\",\"location\":\"Oslo\\r\\nNorway\",\"objective\":\"a\\nb\\u0007\",\"starts\":\"2014-04-01\"}"
        )
        #expect(mapped.fields["title"] == "On Water" && mapped.fields["location"] == "Oslo Norway")
        #expect(mapped.fields["objective"] == "a\nb")
        #expect(Set(mapped.issues.flatMap(\.keys)) == ["title", "location", "objective"])
        let long = try map("{\"title\":\"\(String(repeating: "ab ", count: 200))\"}")
        #expect(long.isUsable && long.fields["title"]?.string?.unicodeScalars.count ?? 999 <= 300)
        #expect(long.issues.contains { $0.keys == ["title"] && $0.reason.contains("entered in part") })
    }

    @Test func whatIsToComeIsNoArchive() throws {
        for starts in [
            "\"2031-05-01\"", "\"2031\"", "\"2026-04\"", "\"2031/05/01\"", "\"1.5.2031\"", "\"2031-05-01T09:00:00Z\"",
            "\"1 May 2031\"", "2031", "48000", "\"48000\"",
        ] {
            let mapped = try map("{\"title\":\"T\",\"organisers\":[\"ASEIC\"],\"starts\":\(starts)}")
            #expect(!mapped.isUsable && mapped.issues.contains { $0.isLoss }, "\(starts)")
        }
        let draft = try map("{\"title\":\"T\",\"organisers\":\"Japan, Finland\",\"starts\":\"2031-05-01\"}")
        #expect(draft.isUsable && !draft.isArchive && draft.partner == "JP")
    }

    /// Days that cannot be read are not taken for none: a list of past activities archives what has no day, not what has an unclear one.
    @Test func unclearDaysAreNoArchive() throws {
        var mapper = try mapper()
        mapper.undatedIsPast = true
        for (json, isUsable, isArchive) in [
            ("{\"title\":\"T\"}", true, true), ("{\"title\":\"T\",\"starts\":null,\"ends\":\"\"}", true, true),
            ("{\"title\":\"T\",\"starts\":\"05/03/31\"}", false, false),
            ("{\"title\":\"T\",\"starts\":\"05/03/31\",\"proposer\":\"Japan\"}", true, false),
        ] {
            let mapped = mapper.map(try JSONObject(json: json), line: 1)
            #expect(mapped.isUsable == isUsable && mapped.isArchive == isArchive, "\(json): \(mapped.issues)")
        }
    }

    /// Days as lists and spreadsheets write them; nil where two days could be meant.
    @Test(
        arguments: [
            ("2027-03-05", "2027-03-05"), (" 2027-03-05\u{A0}", "2027-03-05"), ("2027-03-05T00:00:00", "2027-03-05"),
            ("2027-03-05T23:59:59.000Z", "2027-03-05"), ("2027-03-05 00:00", "2027-03-05"),
            ("2027-03-05t09:00:00+02:00", "2027-03-05"), ("2027/03/05", "2027-03-05"), ("2027/3/5", "2027-03-05"),
            ("2027.03.05", "2027-03-05"), ("5.3.2027", "2027-03-05"), ("05.03.2027 00:00:00", "2027-03-05"),
            ("20270305", "2027-03-05"), ("13/05/2027", "2027-05-13"), ("05/13/2027", "2027-05-13"),
            ("05/05/2027", "2027-05-05"), ("44927", "2023-01-01"), ("5/3/2027", nil), ("05/03/27", nil),
            ("5.3.27", nil), ("2027-02-29", nil), ("2027/13/05", nil), ("31.2.2027", nil), ("5-3-2027", nil),
            ("2027-03-05 or later", nil), ("2027-03", nil), ("", nil), ("soon", nil), ("2027-03-05-06", nil),
            ("99999999", nil), ("+2027/3/5", nil), ("٢٠٢٧/٣/٥", nil),
        ] as [(String, String?)])
    func daysAsListsWriteThem(_ text: String, _ day: String?) {
        #expect(WrittenDay.read(text)?.description == day)
    }

    @Test func daysOfEveryListAreReadAlike() throws {
        let mapped = try map("{\"title\":\"T\",\"starts\":\"5.3.2007\",\"ends\":39148,\"proposer\":\"Japan\"}")
        #expect(mapped.fields["starts"] == "2007-03-05" && mapped.fields["ends"] == "2007-03-07" && mapped.isArchive)
        var issues: [ImportIssue] = []
        let meetings = MeetingMapper(today: try #require(today)).map(
            JSONLines("{\"kind\":\"som\",\"starts\":\"2003/03/02\",\"ends\":\"03.03.2003\",\"verified\":1.0}").records,
            issues: &issues)
        #expect(meetings.first?.held == ["starts": "2003-03-02", "ends": "2003-03-03"], "\(issues)")
        let partners = RegistryMapper.partners(
            try CSVTable.parse("partner_id,joined\nXX,1.5.2004\n", file: "p.csv", required: []), issues: &issues)
        #expect(partners.first?.partner["joined"] == "2004-05-01")
        let terms = RegistryMapper.coordinators(
            try CSVTable.parse("group,holder,from,to\nG,SG,2020/1/1,31.12.2021\n", file: "c.csv", required: []),
            role: "r", issues: &issues)
        #expect(terms.first?.appointments.first?["from"] == "2020-01-01")
        #expect(terms.first?.appointments.first?["until"] == "2021-12-31")
        #expect(issues.isEmpty, "\(issues)")
    }

    /// A partner stands once in a table, and under the id that the forum has, whatever capitals the table has.
    @Test func onePartnerIsOne() throws {
        var issues: [ImportIssue] = []
        let table = try CSVTable.parse(
            "partner_id,name\nnl,Netherlands\nNL,Holland\nxx,New\n", file: "p.csv", required: ["partner_id"])
        let partners = RegistryMapper.partners(table, present: ["NL", "BE"], issues: &issues)
        #expect(partners.map(\.id) == ["NL", "xx"] && partners.first?.partner["name"] == "Netherlands")
        #expect(issues.map(\.line) == [2, 3])
        #expect(issues.last?.reason.contains("NL is already on line 2") ?? false)
    }

    /// An empty cell says nothing, a name's too: of a partner that the forum has, what is recorded stays.
    @Test func anEmptyNameSaysNothing() throws {
        var issues: [ImportIssue] = []
        let table = try CSVTable.parse(
            "partner_id,name,region\nSE,,Asia\nse2,,Asia\n", file: "p.csv", required: ["partner_id"])
        let partners = RegistryMapper.partners(table, present: ["SE"], issues: &issues)
        #expect(partners.map(\.id) == ["SE"])
        #expect(partners.first?.partner == ["attributes": ["region": "Asia"]])
        #expect(issues.map(\.line) == [3] && issues.first?.reason.contains("needs both") == true)
    }

    @Test func rowsThatDoNotFit() throws {
        var issues: [ImportIssue] = []
        let table = try CSVTable.parse(
            "partner_id,name,joined\nXX,,1996\nYY,Why,someday\n", file: "p.csv", required: ["name"])
        let partners = RegistryMapper.partners(table, issues: &issues)
        #expect(partners.map(\.id) == ["YY"])
        #expect(issues.map(\.line) == [2, 3])
        let terms = try CSVTable.parse(
            "group,holder,from,to\n,SG,2020-01-01,\nASEAN,SG,2020,\nASEAN,SG,2020-02-01,2020-01-01\nASEAN,SG,2020-02-01,\n",
            file: "c.csv", required: ["group"])
        issues = []
        let holders = RegistryMapper.coordinators(terms, role: "r", issues: &issues)
        #expect(holders.count == 1 && holders[0].appointments.count == 1)
        #expect(issues.map(\.line) == [2, 3, 4])
    }

    @Test(arguments: [
        ("x.jsonl", "{\"title\":\"T\"}", ImportKind.initiatives),
        ("x.jsonl", "{\"kind\":\"som\",\"starts\":\"2017-01-01\"}\n", .meetings),
        ("x.csv", "group,holder,from,to\n", .coordinators), ("x.csv", "Title;Starts\n", .initiatives),
        ("x.csv", "kind,starts\n", .meetings), ("x.csv", "partner_id,name,kind,from\n", .partners),
        ("x.csv", "partner_id,name\n", .partners),
        ("data/initiatives.jsonl", "garbage", .initiatives), ("partners-2026.csv", "a;b", .partners),
    ])
    func recognised(_ file: String, _ text: String, _ kind: ImportKind) {
        #expect(ImportKind.of(file: file, text: text) == kind)
    }

    @Test func unrecognised() {
        #expect(ImportKind.of(file: "x.txt", text: "hello") == nil)
    }

    @Test func linesThatAreNoRecords() {
        let file = JSONLines("{\"title\":\"A\"}\n\n[1]\n{\"a\":1.5}\n{\"title\":\"B\"}\n")
        #expect(file.records.map(\.line) == [1, 5])
        #expect(file.issues.map(\.line) == [3, 4])
        #expect(file.issues[1].reason.hasPrefix("numbers must be plain integers"))
    }

    /// Programs of statistics write every number of a column with a point.
    @Test func wholeNumbersMayHaveAPoint() throws {
        let file = JSONLines(
            "{\"title\":\"1.0, \\\"2.0\",\"a\":12.0,\"b\":[-3.00,4 ],\"c\":{\"d\":0.0},}\n[{\"e\":1.0},\n{\"e\":2.50}]\n{\"e\":1.}\n"
        )
        #expect(
            file.records.map(\.object) == [
                ["title": "1.0, \"2.0", "a": 12, "b": [-3, 4], "c": ["d": 0]]
            ])
        #expect(file.issues.map(\.line) == [2, 4])
    }
}
