import Lifecycle
import Proposals
import TestRandom
import Testing

@testable import ProposalService

/// The board of whom proposals may wait for, by itself.
@Suite struct WaitingBoardTests {
    private static let partners = ["FR", "JP", "VN"]

    /// Whom a row names, told in the plainest way.
    private static func names(_ row: WaitingRow, _ offices: [Office]) -> Bool {
        let partners = offices.compactMap(\.partner)
        guard row.isOpen, row.insiders.map({ !Set($0).isDisjoint(with: partners) }) ?? true else { return false }
        return offices.contains { office in
            guard let asks = row.asks else { return true }
            return asks.contains(office.role) || office.partner.map { asks.contains("\(office.role):\($0)") } ?? false
                || office.role == "speaker" && office.partner.map(row.notHeard.contains) ?? false
        }
    }

    private static func row(_ number: Int32, _ random: inout SeededRandom) -> WaitingRow {
        func some(_ all: [String]) -> [String] { all.filter { _ in Bool.random(using: &random) } }
        return WaitingRow(
            ref: "MINI-2026-\(number < 10 ? "000" : "00")\(number)", number: RefNumber(year: 2026, number: number),
            isOpen: random.chance(80), insiders: random.chance(30) ? some(partners) : nil,
            asks: random.chance(10)
                ? nil : some(["leader", "proposer:FR", "proposer:JP", "speaker:VN"]).filter { _ in random.chance(50) },
            notHeard: random.chance(50) ? some(partners) : [])
    }

    @Test(arguments: 1...5) func itSaysWhatItsRowsSay(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var board = WaitingBoard(from: RecordEnd(length: 0, leafHash: nil))
        var rows: [Int32: WaitingRow] = [:]
        let readers: [[Office]] = [
            [Office(role: "leader")], [Office(role: "leader", partner: "FR")], [Office(role: "speaker", partner: "VN")],
            [Office(role: "proposer", partner: "JP"), Office(role: "speaker", partner: "JP")],
            [Office(role: "speaker")], [Office(role: "nobody", partner: "FR")],
        ]
        for step in 1...400 {
            let changed = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Self.row(Int32.random(in: 1...30, using: &random), &random)
            }
            for row in changed { rows[row.number.number] = row }
            board.put(
                WaitingPage(end: RecordEnd(length: Int64(step), leafHash: [1]), rows: changed), upTo: Int64(step))
            #expect(board.count == rows.values.count { $0.isOpen })
            for offices in readers {
                let expected = rows.sorted { $0.key < $1.key }.filter { Self.names($0.value, offices) }.map(\.value.ref)
                #expect(board.candidates(of: WaitingReader(offices, speakers: ["speaker"])) == expected)
            }
        }
        #expect(board.position == 400 && board.end == RecordEnd(length: 400, leafHash: [1]))
    }

    /// Refs are in the order in which they were given out, not in that of texts.
    @Test func tenThousandComesAfterNineThousand() {
        var board = WaitingBoard(from: RecordEnd(length: 0, leafHash: nil))
        let rows = [("MINI-2027-0001", 2027, 1), ("MINI-2026-10000", 2026, 10000), ("MINI-2026-9999", 2026, 9999)].map {
            WaitingRow(
                ref: $0.0, number: RefNumber(year: $0.1, number: $0.2), isOpen: true, insiders: nil, asks: nil,
                notHeard: [])
        }
        board.put(WaitingPage(end: board.end, rows: rows))
        #expect(
            board.candidates(of: WaitingReader([Office(role: "leader")], speakers: []))
                == ["MINI-2026-9999", "MINI-2026-10000", "MINI-2027-0001"])
    }
}
