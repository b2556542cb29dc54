import CivilTime
import DefinitionTree
import Testing

@testable import DefinitionFiles

@Suite struct CSVTableTests {
    @Test func quotesCommasAndLineBreaksAreRead() throws {
        let text = "\u{FEFF}id,name\r\n1,\"Korea, \"\"the\"\" Republic\"\r\n2,\"two\nlines\"\n\n3,  plain \n"
        let table = try CSVTable.parse(SourceText.decoded(Array(text.utf8)), file: "t.csv", required: ["id", "name"])
        #expect(table.columns == ["id", "name"])
        #expect(table.rows.map(\.line) == [2, 3, 6])
        #expect(table.rows.map { $0["name"] } == ["Korea, \"the\" Republic", "two\nlines", "plain"])
        #expect(table.rows.map { $0["other"] } == ["", "", ""])
    }

    /// What spreadsheets write: other separators, `sep=`, empty ends, white space that does not break, CR line ends.
    @Test(arguments: [
        "id;name\n1;a, b\n2;\"c;d\ne\"\n", "sep=;\nid;name\n1;a, b\n2;\"c;d\ne\"\n",
        "\"sep=;\"\r\nid;name\r\n1;a, b\r\n2;\"c;d\r\ne\"\r\n", "id\tname\r1\ta, b\r2\t\"c;d\re\"\r",
        "id,name,,\n1,\"a, b\",,\n,,,\n2,\"c;d\ne\",,\n,,,\n\n", "id,name\n1,\"a, b\",,\n2,\"c;d\ne\" ,\n",
        "\u{A0}id\u{A0},\u{202F}name \n\u{A0}1,\"a, b\u{A0}\"\n\u{FEFF}2\u{200B},\"\u{A0}c;d\ne\"\n",
        "SEP=,\nid,name\n1,\"a, b\"\n2,\"c;d\ne\"",
    ])
    func spreadsheetsAreRead(_ text: String) throws {
        let table = try CSVTable.parse(
            SourceText.decoded(Array(text.utf8)), file: "t.csv", required: ["id", "name"])
        #expect(table.columns == ["id", "name"])
        #expect(table.rows.map { $0["id"] } == ["1", "2"])
        #expect(table.rows.map { $0["name"] } == ["a, b", "c;d\ne"])
        #expect(CSVTable.columns(of: try SourceText.decoded(Array(text.utf8))) == ["id", "name"])
    }

    /// A head in other capitals, or with spaces and hyphens, means the columns that are known; others stay as they are.
    @Test(arguments: [
        "Partner_ID,Name,EU Region,iso2", " partner id ;NAME;eu-region;iso2", "PARTNER-ID\tname\teu_region\tiso2",
    ])
    func knownColumnsAreFound(_ head: String) throws {
        let table = try CSVTable.parse(
            head + "\n", file: "t.csv", required: ["partner_id", "name"], known: ["name", "eu_region"])
        #expect(table.columns == ["partner_id", "name", "eu_region", "iso2"])
        #expect(CSVTable.columns(of: head, known: ["partner_id"])?.first == "partner_id")
    }

    @Test func twoHeadsOfOneColumnAreTold() throws {
        let faults = #expect(throws: DefinitionFaults.self) {
            try CSVTable.parse("id,name,Name\n", file: "t.csv", required: ["id", "name"])
        }
        #expect(faults?.faults.first?.sentence == "two columns are called \"name\"")
    }

    @Test(arguments: [
        ("", 1, "empty"), (",,\n , \n", 1, "the table is empty"), ("id,,name\n1,2,3\n", 1, "column 2 has no name"),
        ("id,name,id\n", 1, "two columns"), ("id\n1\n", 1, "\"name\" is missing"),
        (
            "id,name\n1\n", 2,
            "1 cell under 2 columns: nothing stands for \"name\"; leave a cell empty, but write its comma"
        ), ("id,name\n1,2,3\n", 2, "3 cells"),
        ("id;name\n1;a;b\n", 2, "a cell that holds a semicolon"),
        ("id,name\n1,\"open\n2,b\n", 2, "never closed"), ("id,name\n1,\"a\"b\n", 2, "text follows"),
    ])
    func faultHasItsLine(_ text: String, _ line: Int, _ phrase: String) throws {
        let faults = #expect(throws: DefinitionFaults.self) {
            try CSVTable.parse(text, file: "t.csv", required: ["id", "name"])
        }
        let fault = try #require(faults?.faults.first)
        #expect(faults?.faults.count == 1)
        #expect(fault.line == line)
        #expect(fault.sentence.contains(phrase))
    }

    @Test(
        arguments: [
            ("AT,Austria,Europe,x\nAT,Again,Europe,1996", [2, 3]), ("A T,Austria,Europe,", [2]), ("AT,,Europe,", [2]),
            ("AT,Austria,,", [2]), ("AT,\"Aus\ntria\",Europe,", [2]), ("AT,Aus\u{202E}tria,Europe,", [2]),
            ("", [1]), ("AT,Austria,Europe,2023-02-29", [2]), ("AT,Austria,Europe,2014-07-01", []),
        ] as [(String, [Int])])
    func partnersAreChecked(_ rows: String, _ lines: [Int]) {
        let text = "partner_id,name,region,joined\n" + rows + "\n"
        do throws(DefinitionFaults) {
            let partners = try PartnersFile.parse(text, file: "p.csv", attributes: ["region"])
            #expect(lines.isEmpty)
            #expect(partners.first?.joined?.description == "2014-07-01")
        } catch {
            #expect(error.faults.map(\.line) == lines, "\(error)")
        }
    }

    @Test(arguments: [
        ("ASEAN,SG,2020-01-01,2019-01-01", "before it begins"), ("OTHER,SG,2020-01-01,", "is not a group"),
        ("ASEAN,XX,2020-01-01,", "is not a partner"), ("ASEAN,SG,2020,", "is not a valid date"),
        ("ASEAN,SG,2020-01-01,soon", "is not a valid date"),
    ])
    func termsAreChecked(_ row: String, _ phrase: String) throws {
        let faults = #expect(throws: DefinitionFaults.self) {
            try CoordinatorsFile.parse(
                "group,holder,from,to\n" + row, file: "c.csv", groups: ["ASEAN"], partners: ["SG"])
        }
        #expect(faults?.faults.map(\.line) == [2])
        #expect(faults?.description.contains(phrase) ?? false)
    }

    @Test func whereThereAreNoGroupsThatIsSaid() {
        let faults = #expect(throws: DefinitionFaults.self) {
            try CoordinatorsFile.parse(
                "group,holder,from,to\nASEAN,SG,2020-01-01,", file: "c.csv", groups: [], partners: ["SG"])
        }
        #expect(
            faults?.faults.map(\.sentence) == [
                "\"ASEAN\" is not a group; the forum has no \"groups\"; define them in forum.yaml"
            ])
    }
}
