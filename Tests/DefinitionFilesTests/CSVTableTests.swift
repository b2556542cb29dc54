import Lifecycle
import Testing

@testable import DefinitionFiles

@Suite struct CSVTableTests {
    @Test func quotesCommasAndLineBreaksAreRead() throws {
        let text = "\u{FEFF}id,name\r\n1,\"Korea, \"\"the\"\" Republic\"\r\n2,\"two\nlines\"\n\n3,  plain \n"
        let table = try CSVTable.parse(text, file: "t.csv", required: ["id", "name"])
        #expect(table.columns == ["id", "name"])
        #expect(table.rows.map(\.line) == [2, 3, 6])
        #expect(table.rows.map { $0["name"] } == ["Korea, \"the\" Republic", "two\nlines", "plain"])
        #expect(table.rows.map { $0["other"] } == ["", "", ""])
    }

    @Test(arguments: [
        ("", 1, "empty"), ("id,name,id\n", 1, "two columns"), ("id\n1\n", 1, "\"name\" is missing"),
        ("id,name\n1\n", 2, "1 cells under 2 columns"), ("id,name\n1,2,3\n", 2, "3 cells"),
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
            ("AT,Austria,,", [2]), ("AT,Austria,Europe,2023-02-29", [2]), ("AT,Austria,Europe,2014-07-01", []),
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
        ("ASEAN,SG,2020-01-01,2019-01-01", "before it begins"), ("OTHER,SG,2020-01-01,", "is no group"),
        ("ASEAN,XX,2020-01-01,", "is no partner"), ("ASEAN,SG,2020,", "is no day"),
        ("ASEAN,SG,2020-01-01,soon", "is no day"),
    ])
    func termsAreChecked(_ row: String, _ phrase: String) throws {
        let faults = #expect(throws: DefinitionFaults.self) {
            try CoordinatorsFile.parse(
                "group,holder,from,to\n" + row, file: "c.csv", groups: ["ASEAN"], partners: ["SG"])
        }
        #expect(faults?.faults.map(\.line) == [2])
        #expect(faults?.description.contains(phrase) ?? false)
    }
}
