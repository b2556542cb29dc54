import CanonicalJSON
import LineClient
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// Lists as people have them, imported by the program into a real server.
@Suite struct ImportCaseTests {
    private static func file(_ name: String) -> String { Repository.path("Tests/Cases/imports/\(name)") }

    /// Imports a file into a forum; how it ended, and the last object or line.
    private func imported(
        _ path: String, into forum: String, _ world: World, _ more: [String] = []
    ) async throws -> (status: CommandLineUser.Status, text: String) {
        try await CommandLineUser.run(["import", path, "--forum", forum] + more, world)
    }

    private func written(_ text: String, _ name: String) throws -> String {
        let path = try TestRoot.freePath(name)
        try LocalFile.writePrivate(text, to: path)
        return path
    }

    /// A record is rehearsed in one forum and then entered in another, each once, whoever mapped it before.
    @Test func aListReachesEveryForum() async throws {
        try await World.with { world in
            let file = Self.file("two-forums.jsonl")
            for forum in ["mini", "asem"] {
                let first = try await imported(file, into: forum, world)
                #expect(first.text.contains(": 1 initiative: 1 archived"), "\(forum): \(first.text)")
            }
            let before = try await (world.length("mini"), world.length("asem"))
            for forum in ["mini", "asem"] {
                let again = try await imported(file, into: forum, world)
                #expect(again.text.contains(": 1 initiative: 1 unchanged"), "\(forum): \(again.text)")
                #expect(!again.text.contains("with another mapping"), "\(again.text)")
            }
            #expect(try await (world.length("mini"), world.length("asem")) == before)
            // What a version before entered, with fields that it mapped in its own way, stays as it is and is not entered again.
            let source = try JSONObject(json: "{\"title\":\"Entered long ago\",\"starts\":\"2011-05-01\"}")
            let root = try await world.root()
            let request = Request(
                tag: RequestTag(number: 1), verb: .import, arguments: ["mini"], key: ImportRun.key(of: source),
                object: [
                    "archive": true, "year": 2011, "fields": ["title": "Entered long ago"], "source": .object(source),
                ])
            _ = try await root.client.request(request).get()
            let old = try written(JSONValue.object(source).canonicalText + "\n", "old.jsonl")
            let length = try await world.length("mini")
            let later = try await imported(old, into: "mini", world)
            #expect(later.text.contains("1 unchanged") && later.text.contains("with another mapping"), "\(later.text)")
            #expect(try await world.length("mini") == length)
            #expect(try await imported(old, into: "asem", world).text.contains("1 archived"))
        }
    }

    /// Any line ends, any form of JSON; a file of which nothing was taken ends in 1.
    @Test func formsOfAFile() async throws {
        try await World.with { world in
            let crlf = try await imported(Self.file("crlf.jsonl"), into: "mini", world)
            #expect(crlf.status == .done && crlf.text.contains("2 initiatives: 2 archived"), "\(crlf.text)")
            let array = try await imported(Self.file("array.json"), into: "mini", world, ["--kind", "initiatives"])
            #expect(array.status == .done && array.text.contains("2 initiatives: 2 archived"), "\(array.text)")
            let objects = [
                (
                    "cr",
                    "{\"title\":\"Cr\",\"starts\":\"2011-01-01\"}\r{\"title\":\"Cr 2\",\"starts\":\"2011-01-01\"}\r"
                ),
                (
                    "pretty",
                    "{\n  \"title\": \"Pretty\",\n  \"starts\": \"2011-01-01\"\n}\n{\n  \"title\": \"Pretty 2\"\n}\n"
                ),
                ("bom", "\u{FEFF}{\"title\":\"Bom\"}\n\n# a comment\n{\"title\":\"Bom 2\"},\n"),
                ("one line", "[{\"title\":\"One\"},{\"title\":\"Two\"},]"),
                ("close", "[{\n\"title\": \"Close\"\n}, {\n\"title\": \"Close 2\"\n}]"),
            ]
            for (name, text) in objects {
                let path = try written(text, "form.jsonl")
                let ended = try await imported(path, into: "mini", world, ["--kind", "initiatives"])
                #expect(ended.status == .done, "\(name): \(ended.text)")
                #expect(ended.text.contains("2 initiatives: 2 archived"), "\(name): \(ended.text)")
                let again = try await imported(path, into: "mini", world, ["--kind", "initiatives"])
                #expect(again.text.contains("2 initiatives: 2 unchanged"), "\(name): \(again.text)")
            }
            for (text, says) in [
                ("[]\n", "holds no initiatives"), ("garbage\n", "was imported"),
                ("[1,2]", "was imported"), ("{\"title\":\n", "was imported"),
            ] {
                let path = try written(text, "nothing.jsonl")
                let ended = try await imported(path, into: "mini", world, ["--kind", "initiatives"])
                #expect(ended.status == .refused, "\(text): \(ended.text)")
                #expect(ended.text.contains(says), "\(text): \(ended.text)")
            }
            let partners = try await imported(Self.file("partners-cr.csv"), into: "mini", world)
            #expect(partners.text.contains("2 partners: 2 entered"), "\(partners.text)")
        }
    }

    /// The order of a list of meetings makes no difference, and a meeting that is there is found by what it is.
    @Test func meetingsInAnyOrder() async throws {
        try await World.with { world in
            let root = try await world.root()
            let first = try await imported(Self.file("meetings-ab.jsonl"), into: "mini", world)
            #expect(first.text.contains("2 meetings: 2 entered, 2 held"), "\(first.text)")
            let length = try await world.length("mini")
            let second = try await imported(Self.file("meetings-ba.jsonl"), into: "mini", world)
            #expect(second.text.contains("2 meetings: 2 unchanged"), "\(second.text)")
            #expect(try await world.length("mini") == length)
            // As a version before called them, the first in the file by the month alone.
            _ = try await root.ok(
                "MEETING mini som-2001-02-oslo",
                ["kind": "som", "name": "Late", "starts": "2001-02-20", "ends": "2001-02-21", "city": "Oslo"])
            let early =
                "{\"kind\":\"som\",\"name\":\"Early\",\"starts\":\"2001-02-03\",\"ends\":\"2001-02-03\",\"city\":\"Oslo\"}\n"
            let late =
                "{\"kind\":\"som\",\"name\":\"Late\",\"starts\":\"2001-02-20\",\"ends\":\"2001-02-21\",\"city\":\"Oslo\"}\n"
            for text in [early + late, late + early] {
                _ = try await imported(try written(text, "oslo.jsonl"), into: "mini", world)
            }
            let rows = try await root.rows("MEETINGS mini kind=som")
            let oslo = rows.filter { $0["city"] == "Oslo" }
            #expect(oslo.compactMap { $0["name"]?.string } == ["Early", "Late"], "\(oslo)")
            #expect(oslo.last?["id"] == "som-2001-02-oslo")
        }
    }

    @Test func heldOnlyWhereItIsVerified() async throws {
        try await World.with { world in
            let root = try await world.root()
            let before = Set(
                try await root.rows("MEETINGS mini").filter { $0["held"] != .null }.compactMap { $0["id"] })
            let lines = [
                ("\"WAHR\"", true), ("\"TRUE\"", true), ("\"oui\"", true), ("1", true), ("\"1\"", true),
                ("\"yes \"", true),
                ("\"FALSCH\"", false), ("\"perhaps\"", false), ("2", false), ("[true]", false), ("\"\"", false),
            ].enumerated().map { index, one in
                "{\"kind\":\"som\",\"name\":\"\(one.1 ? "Held" : "Open")\",\"starts\":\"2001-09-\(index + 10)\","
                    + "\"ends\":\"2001-09-\(index + 10)\",\"city\":\"Town \(index)\",\"verified\":\(one.0)}"
            }
            let file = try written(lines.joined(separator: "\n"), "verified.jsonl")
            let words = try await imported(file, into: "mini", world)
            #expect(words.text.contains("11 meetings: 11 entered, 6 held"), "\(words.text)")
            #expect(words.text.contains("\"perhaps\" is neither yes nor no"), "\(words.text)")
            let ended = try await imported(Self.file("meetings-verified.jsonl"), into: "mini", world)
            #expect(ended.text.contains("6 meetings: 6 entered\n"), "\(ended.text)")
            #expect(ended.text.contains("6 × not verified"), "\(ended.text)")
            let held = try await root.rows("MEETINGS mini").filter { $0["held"] != .null }
            #expect(held.filter { !before.contains($0["id"] ?? .null) }.allSatisfy { $0["name"] == "Held" })
        }
    }

    /// A table with some columns changes those alone.
    @Test func columnsThatAreAbsentStay() async throws {
        try await World.with { world in
            let root = try await world.root()
            let before = try await root.ok("PARTNER asem NL")
            let ended = try await imported(Self.file("partners-rename.csv"), into: "asem", world)
            #expect(ended.text.contains("1 partner: 1 entered"), "\(ended.text)")
            var expected = before
            expected["name"] = "Kingdom of the Netherlands"
            #expect(try await root.ok("PARTNER asem NL") == expected)
            let region = try written("partner_id,region,group\nNL,Elsewhere,\n", "region.csv")
            _ = try await imported(region, into: "asem", world, ["--kind", "partners"])
            let after = try await root.ok("PARTNER asem NL")
            #expect(after["attributes"]?["region"] == "Elsewhere" && after["joined"] == before["joined"])
            #expect(after["attributes"]?["group"] == before["attributes"]?["group"])
        }
    }

    /// Tables of initiatives and meetings as a spreadsheet saves them, with what is wrong told by its line, and the same again.
    @Test func tablesOfASpreadsheet() async throws {
        try await World.with { world in
            let root = try await world.root()
            let initiatives = try written(
                "\u{FEFF}Title;Start;End;Organisers;Proposer;Expected Partners\r\n"
                    + "Seminar on Wells;2014-04-01; 2014-04-02 ;\"Japan (MOFA), TBC\";Japan;30\r\n"
                    + "Seminar on Springs;01.05.2014;02.05.2014;n/a;France;many\r\n;2014-06-01;;;;\r\n;;;;;\r\n",
                "wells.csv")
            let first = try await imported(initiatives, into: "mini", world)
            #expect(first.status == .done && first.text.contains(": 3 initiatives: 2 archived"), "\(first.text)")
            for reason in [
                "\"TBC\" names nothing", "\"n/a\" names nothing",
                "1 × a proposal needs a title; the record is skipped\n    title: line 4",
            ] {
                #expect(first.text.contains(reason), "\(reason): \(first.text)")
            }
            let row = try #require(
                try await root.rows("LIST mini origin=archive").first { $0["title"] == "Seminar on Wells" })
            let shown = try await root.ok("SHOW \(row["ref"]?.string ?? "")")
            #expect(shown["fields"]?["organisers"] == [["partner": "JP", "body": "MOFA"]])
            #expect(shown["fields"]?["expected_partners"] == 30 && shown["fields"]?["ends"] == "2014-04-02")
            #expect(shown["source"]?["starts"] == "2014-04-01")
            let again = try await imported(initiatives, into: "mini", world)
            #expect(again.text.contains(": 3 initiatives: 2 unchanged"), "\(again.text)")
            let meetings = try written(
                "kind\tname\tstarts\tends\tcity\tverified\nsom\tAt the well\t2001-05-03\t2001-05-04\tOslo\tyes\n"
                    + "som\tNever\t2001-06-03\t2001-06-31\tOslo\tyes\n", "meetings.tsv")
            let held = try await imported(meetings, into: "mini", world)
            #expect(held.text.contains(": 2 meetings: 1 entered, 1 held"), "\(held.text)")
            #expect(held.text.contains("line 3  Never: ends: 2001-06-31 is not a date on or after 2001-06-03"))
            let length = try await world.length("mini")
            let torn = try written("title,starts\nOne,2014-01-01\nTwo\n", "torn.csv")
            let refused = try await imported(torn, into: "mini", world)
            #expect(refused.status == .refused && refused.text.contains("torn.csv:3: 1 cell under 2 columns"))
            #expect(try await world.length("mini") == length)
        }
    }

    /// The archive is of past activities, also for who sends the lines of the protocol.
    @Test func aRawImportIsOfThePast() async throws {
        try await World.with { world in
            let root = try await world.root()
            let length = try await world.length("mini")
            for (key, days) in [
                ("starts", ["starts": "2999-05-01", "ends": "2999-05-02"]),
                ("ends", ["starts": "2011-05-01", "ends": "2999-05-02"]),
            ] as [(String, JSONObject)] {
                var fields = days
                fields["title"] = "To come"
                let refusal = try await root.refused(
                    "IMPORT mini",
                    ["archive": true, "year": 2011, "fields": .object(fields), "source": ["id": 1]])
                #expect(refusal.code == .badField && refusal.object["field"] == .string(key), "\(refusal)")
                #expect(refusal.message.contains("only past activities enter the archive"), "\(refusal)")
            }
            #expect(try await world.length("mini") == length)
        }
    }

    /// Whoever imports a list again, whole, in parts, in another order or with a correction, the archive holds each activity once.
    @Test func aListIsEnteredOnceWhoeverImportsIt() async throws {
        try await World.with { world in
            let lines = (1...4).map {
                "{\"title\":\"Once \($0)\",\"starts\":\"2011-05-0\($0)\",\"location\":\"Helsinky\",\"proposer\":\"France\"}\n"
            }
            let first = try await imported(try written(lines.joined(), "once.jsonl"), into: "mini", world)
            #expect(first.text.contains("4 archived"), "\(first.text)")
            let length = try await world.length("mini")
            for part in [lines.reversed().joined(), lines[0] + lines[1], lines[3] + lines[2]] {
                let path = try written(part, "again.jsonl")
                let again = try await CommandLineUser.run(
                    ["import", path, "--forum", "mini"], world, as: "mini/admin")
                #expect(again.text.contains(" unchanged") && !again.text.contains("Not mapped"), "\(again.text)")
            }
            let corrected = lines[1].replacing("Helsinky", with: "Helsinki")
            let later = try await imported(try written(corrected, "corrected.jsonl"), into: "mini", world)
            #expect(later.text.contains("of the same title, days and proposer"), "\(later.text)")
            #expect(try await world.length("mini") == length)
            let other = try await imported(
                try written(lines[1].replacing("05-02", with: "06-02"), "other.jsonl"), into: "mini", world)
            #expect(other.text.contains("1 archived"), "\(other.text)")
        }
    }

    /// A trial under a name of its own knows the spellings of the forum that it rehearses.
    @Test func aTrialKnowsTheSpellings() async throws {
        try await World.with { world in
            let folder = Repository.path("schema/forums/asem")
            let loaded = try await CommandLineUser.run(
                ["forum", "load", folder, "--as", "rehearsal", "--prefix", "RH", "--mark", "TRIAL"], world)
            #expect(loaded.status == .done, "\(loaded.text)")
            let ended = try await imported(Self.file("spell.jsonl"), into: "rehearsal", world)
            #expect(
                ended.text.contains("1 archived") && !ended.text.contains("not a partner of the forum"), "\(ended.text)"
            )
            let root = try await world.root()
            #expect(try await root.rows("LIST rehearsal origin=archive partner=VN").count == 1)
        }
    }

    /// A record as long as the limit of the source, a title with a line break, an activity that is to come.
    @Test func recordsThatAreHardToKeep() async throws {
        try await World.with { world in
            let root = try await world.root()
            let long = try await imported(Self.file("long.jsonl"), into: "mini", world)
            #expect(long.text.contains("1 initiative: 1 archived"), "\(long.text)")
            let row = try #require(try await root.rows("LIST mini origin=archive partner=JP").first)
            let shown = try await root.ok("SHOW \(row["ref"]?.string ?? "")")
            #expect((shown["fields"]?["objective"]?.string?.utf8.count ?? 0) > 1000)
            let broken = try await imported(Self.file("nl.jsonl"), into: "mini", world)
            #expect(broken.text.contains("2 initiatives: 2 archived"), "\(broken.text)")
            #expect(broken.text.contains("each line break is entered as a space"), "\(broken.text)")
            // Of the organisers in one text one is a partner here, so the activity to come is its draft; else it is left out.
            let future = try await imported(Self.file("future.jsonl"), into: "asem", world)
            #expect(future.text.contains("1 initiative: 1 drafted"), "\(future.text)")
            let orphan = try written(
                "{\"title\":\"To come\",\"organisers\":\"A Foundation\",\"starts\":\"2999-05-01\"}\n", "orphan.jsonl")
            let left = try await imported(orphan, into: "asem", world)
            #expect(left.status == .refused && left.text.contains("the record is skipped"), "\(left.text)")
        }
    }
}

extension JSONObject {
    fileprivate init(json: String) throws { self = try #require(try JSONValue.parse(json).object) }
}
