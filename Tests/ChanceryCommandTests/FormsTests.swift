import CanonicalJSON
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Lifecycle
@testable import Terminal

@Suite struct FormsTests {
    private let form = Repository.form

    @Test func theFormHasItsFields() {
        #expect(form.count == Repository.definition["form"]?["fields"]?.array?.count)
        #expect(form.first { $0.key == "cost" }?.type == .money)
        #expect(form.first { $0.key == "goals" }?.needs.first?.tracks == ["work-programme"])
    }

    /// Whatever a lifecycle may ask for, whoever writes it is helped with.
    @Test func everyTypeOfALifecycleIsKnown() {
        let words = FieldWord.allCases.map(\.rawValue) + InputWord.allCases.map(\.rawValue)
        #expect(Set(words) == Set(FieldType.allCases.map(\.rawValue)))
    }

    @Test(arguments: [
        ("title", "A seminar", "\"A seminar\""),
        ("starts", "2026-09-01", "\"2026-09-01\""),
        ("expected_partners", "40", "40"),
        ("cost", "EUR 1500.00", "{\"amount\":\"1500.00\",\"currency\":\"EUR\"}"),
        ("cost", "26000000 EUR", "{\"amount\":\"26000000\",\"currency\":\"EUR\"}"),
        ("cost", "JPY 1500", "{\"amount\":\"1500\",\"currency\":\"JPY\"}"),
        ("cost", "KWD 1500.250", "{\"amount\":\"1500.250\",\"currency\":\"KWD\"}"),
        ("cost", "{\"currency\":\"USD\",\"amount\":\"1\"}", "{\"amount\":\"1\",\"currency\":\"USD\"}"),
        ("organisers", "JP, FI", "[{\"partner\":\"JP\"},{\"partner\":\"FI\"}]"),
        ("organisers", "[{\"organisation\":\"ASEF\"}]", "[{\"organisation\":\"ASEF\"}]"),
        ("co_sponsors", "DE,FR", "[\"DE\",\"FR\"]"),
        ("prime_actors", "government, business", "[\"government\",\"business\"]"),
        ("pillar", "economic", "\"economic\""),
        ("guidance", "A, with a comma", "[\"A, with a comma\"]"),
    ])
    func optionValues(_ key: String, _ text: String, _ json: String) throws {
        let field = try #require(form.first { $0.key == key })
        #expect(try FieldReading.value(text, field).canonicalText == json)
    }

    @Test(arguments: [
        ("starts", "2026-02-30", "takes a day, 2026-03-01, not \"2026-02-30\""),
        ("expected_partners", "many", "takes a number from 1 to 1000, not \"many\""),
        ("cost", "about 5 euros", "takes currency and amount, EUR 1500.00, not \"about 5 euros\""),
        (
            "cost", "EUR 01",
            "takes currency and amount, EUR 1500.00: \"01\" is not an amount of EUR; write digits without grouping and, after a "
                + "point, 2 more or nothing, as \"1\" or \"1.00\""
        ),
        (
            "cost", "20.000 EUR",
            "takes currency and amount, EUR 1500.00: \"20.000\" is not an amount of EUR; write digits without grouping and, after a "
                + "point, 2 more or nothing, as \"20000\" or \"20000.00\""
        ),
        (
            "cost", "XYZ 1500",
            "takes currency and amount, EUR 1500.00: \"XYZ\" is not a currency code of ISO 4217; write EUR, USD, JPY, …"
        ),
        (
            "cost", "eur 1500",
            "takes currency and amount, EUR 1500.00: \"eur\" is not a currency code; write EUR, in capitals"
        ),
        (
            "cost", "DEM 1500",
            "takes currency and amount, EUR 1500.00: DEM is no longer a currency; write the amount in one that is"
        ),
        ("pillar", "sport", "takes one of political, economic, social-cultural, not \"sport\""),
        (
            "duplicates", "ASEM-2026-0001",
            "takes REF: how it differs, as \"ABC-2026-0007: it differs because …\"; several are separated by \";\", not "
                + "\"ASEM-2026-0001\""
        ),
        ("organisers", "[", "is not JSON: the JSON ends too early (byte 1)"),
    ])
    func badOptionValues(_ key: String, _ text: String, _ sentence: String) throws {
        let field = try #require(form.first { $0.key == key })
        #expect(throws: FieldReading.Fault(sentence: sentence)) { try FieldReading.value(text, field) }
    }

    @Test func instants() throws {
        #expect(try FieldReading.instant("2026-06-30", endOfDay: true) == "2026-06-30T23:59:59.000000Z")
        #expect(try FieldReading.instant("2026-06-30", endOfDay: false) == "2026-06-30T00:00:00.000000Z")
        #expect(try FieldReading.instant("2026-06-30T12:00:00+02:00", endOfDay: true) == "2026-06-30T10:00:00.000000Z")
        #expect(throws: FieldReading.Fault.self) { try FieldReading.instant("tomorrow", endOfDay: true) }
    }

    @Test func fileWithFields() throws {
        let text = """
            title: Seminar on Water
            partner: VN
            goals: |
              One.
              Two.
            cost: {currency: EUR, amount: "40000"}
            organisers:
              - VN
              - partner: HU
                body: Ministry of Foreign Affairs
              - organisation: Asia-Europe Foundation
            prime_actors: [government, business]
            guidance: Chair's Statement of ASEM12
            expected_partners: 40
            starts: 2026-09-01
            finance:
            """
        let fields = try DraftFile.fields(text, file: "p.yaml", form)
        #expect(
            JSONValue.object(fields).canonicalText == """
                {"cost":{"amount":"40000","currency":"EUR"},"expected_partners":40,"goals":"One.\\nTwo.",\
                "guidance":["Chair's Statement of ASEM12"],"organisers":[{"partner":"VN"},{"body":\
                "Ministry of Foreign Affairs","partner":"HU"},{"organisation":"Asia-Europe Foundation"}],"partner":"VN",\
                "prime_actors":["government","business"],"starts":"2026-09-01","title":"Seminar on Water"}
                """)
        #expect(
            try DraftFile.fields("{\"title\":\"T\",\"co_sponsors\":[\"DE\"]}", file: "p.json", form)
                == ["title": "T", "co_sponsors": ["DE"]])
    }

    @Test func everyFaultOfAFileWithItsLine() throws {
        let text = """
            titel: Seminar
            title: Seminar
            starts: soon
            organisers:
              - partner: VN
                city: Hanoi
            cost: [1]
            title: Again
            """
        do {
            _ = try DraftFile.fields(text, file: "p.yaml", form)
            Issue.record("the file has faults")
        } catch let CommandFailure.notDone(lines) {
            let places = lines.map { $0.split(separator: " ")[0] }
            // A key that stands twice is YAML's own fault, told first and alone.
            #expect(lines.count == 1 && lines[0].contains("twice"), "\(places)")
        }
        let other = text.split(separator: "\n").dropLast().joined(separator: "\n")
        do {
            _ = try DraftFile.fields(other, file: "p.yaml", form)
            Issue.record("the file has faults")
        } catch let CommandFailure.notDone(lines) {
            #expect(lines.map { $0.split(separator: " ")[0] } == ["p.yaml:1:", "p.yaml:3:", "p.yaml:6:", "p.yaml:7:"])
            #expect(lines[0].contains("the form has no field \"titel\"; did you mean \"title\"? It has title, pillar"))
            #expect(lines[2] == "p.yaml:6: organisers has no \"city\"; use one of partner, organisation, body, contact")
        }
    }

    @Test func theEmptyTemplateSaysNothing() throws {
        let text = DraftTemplate(form, title: "ASEM initiative").text()
        #expect(try DraftFile.fields(text, file: "t", form) == [:])
        #expect(text.contains("# Title (Way Forward 5(c)): text\n# Needed to circulate.\ntitle:\n"))
        for field in form { #expect(text.contains("\n\(field.key):"), "\(field.key)") }
        for line in text.split(separator: "\n") { #expect(String(line).columns <= 102) }
    }

    /// What the editor shows reads back as what it was made from, whatever the texts hold.
    @Test func theTemplateKeepsValues() throws {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("ab :#-'\"\\{}[]&*!|>%@\n\t,é日?=~0")
        func text() -> String {
            let body = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? "x"
            }
            return "t" + String(body) + "t"
        }
        for _ in 0..<300 {
            let values: JSONObject = [
                "title": .string(text()), "goals": .string(text()), "expected_partners": 7,
                "cost": ["currency": "EUR", "amount": "1500.00"], "starts": "2026-09-01",
                "organisers": [["partner": "VN", "body": .string(text())], ["organisation": .string(text())]],
                "guidance": [.string(text()), .string(text())], "co_sponsors": ["DE"],
                "duplicates": [["ref": "ASEM-2026-0001", "answer": .string(text())]],
            ]
            let template = DraftTemplate(form, title: "T").text(values: values)
            #expect(try DraftFile.fields(template, file: "t", form) == values)
        }
    }

    @Test func fieldOptions() throws {
        var object: JSONObject = ["title": "Old"]
        try DraftFile.apply(["title=New = better", "co_sponsors=DE,FR"], to: &object, form, mayClear: false)
        #expect(object == ["title": "New = better", "co_sponsors": ["DE", "FR"]])
        try DraftFile.apply(["title="], to: &object, form, mayClear: true)
        #expect(object["title"] == .null)
        #expect(throws: CommandFailure.usage("--field takes key=value, not \"title\"")) {
            try DraftFile.apply(["title"], to: &object, form, mayClear: true)
        }
        #expect(throws: CommandFailure.usage("--field title is given twice")) {
            try DraftFile.apply(["title=A", "title=B"], to: &object, form, mayClear: true)
        }
    }

    @Test func changesOfARevision() {
        let present: JSONObject = ["title": "A", "goals": "g", "finance": "f"]
        let wanted: JSONObject = ["title": "B", "goals": "g", "audience": "all"]
        #expect(
            FieldsWriter(form: form, title: "A").changes(from: present, to: wanted) == [
                "title": "B", "audience": "all", "finance": .null,
            ])
    }
}

@Suite struct ActInputsTests {
    private func inputs(_ transition: String) throws -> ActInputs {
        try ActInputs(transition: transition, of: Repository.definition)
    }

    @Test func splitsWords() throws {
        let given = try GivenWords(["R", "--meeting", "m", "bless", "--decided-at=2026-01-01", "--reason", "--not so"])
        #expect(given.words == ["R", "bless"])
        #expect(
            given.options == [
                GivenOption(name: "meeting", value: "m"), GivenOption(name: "decided_at", value: "2026-01-01"),
                GivenOption(name: "reason", value: "--not so"),
            ])
        #expect(throws: CommandFailure.usage("--meeting needs a value")) { try GivenWords(["--meeting"]) }
        #expect(throws: CommandFailure.usage("there is no option -x; see --help")) { try GivenWords(["-x"]) }
    }

    @Test func matchesByTheLifecycle() throws {
        #expect(
            try inputs("circulate").object([
                GivenOption(name: "track", value: "work-programme"), GivenOption(name: "closes", value: "2026-06-30"),
                GivenOption(name: "decided_at", value: "2026-03-01"),
            ]) == [
                "track": "work-programme", "closes": "2026-06-30T23:59:59.000000Z",
                "decided_at": "2026-03-01T00:00:00.000000Z",
            ])
        #expect(
            try inputs("report").object([
                GivenOption(name: "partners_participating", value: "41"), GivenOption(name: "channel", value: "direct"),
            ]) == ["partners_participating": 41, "channel": "direct"])
    }

    @Test func anUnknownOptionListsWhatIsTaken() throws {
        let act = try inputs("bless")
        do {
            _ = try act.object([GivenOption(name: "reason", value: "x")])
            Issue.record("bless takes no reason")
        } catch let CommandFailure.usage(text) {
            #expect(
                text == """
                    bless takes no --reason; it takes:
                      --meeting     the SOM that blessed it (meeting; needed)
                      --minute      where the minutes say so (text; optional)
                      --decided-at  when the body acted, if not now (an instant or a day; optional)
                    """)
        }
    }

    @Test(arguments: [
        ("circulate", "track", "both", "--track takes one of work-programme, information, not \"both\""),
        ("report", "partners_participating", "x", "--partners-participating takes a number of partners, not \"x\""),
        ("report", "channel", "post", "--channel takes one of direct, coordinators, not \"post\""),
        ("circulate", "closes", "soon", "--closes takes an instant, 2026-03-01T12:00:00Z, or a day, not \"soon\""),
    ])
    func badValues(_ transition: String, _ name: String, _ value: String, _ message: String) throws {
        let act = try inputs(transition)
        #expect(throws: CommandFailure.usage(message)) { try act.object([GivenOption(name: name, value: value)]) }
    }

    @Test func unknownTransitionAndDoubleOption() throws {
        do {
            _ = try inputs("approve")
            Issue.record("there is no approve")
        } catch let CommandFailure.usage(text) {
            #expect(
                text.hasPrefix("asem-initiative has no transition \"approve\"; it has circulate, recirculate, confirm"))
        }
        let twice = [GivenOption(name: "meeting", value: "a"), GivenOption(name: "meeting", value: "b")]
        #expect(throws: CommandFailure.usage("--meeting is given twice")) { try inputs("bless").object(twice) }
    }
}
