import CanonicalJSON
import LineProtocol
import Requests
import Testing

@testable import HTTPServer

@Suite struct OpenAnswerTests {
    private static let answer = TypedAnswer(rows: [ShownPartner()], end: Verbs.Partners.End(count: 1))

    private static func run(_ open: OpenAnswer) async -> (rows: [JSONObject], outcome: Outcome) {
        open.begin {
            if open.take(answer) { return .success(nil) }
            for row in answer.sentRows { try? await open.row(row) }
            return .success(.members(answer.sentObject))
        }
        return await open.collected()
    }

    @Test func whoWantsTheAnswerItselfGetsNoRows() async throws {
        let open = OpenAnswer(try .parse(Array("1 PARTNERS asem".utf8)), isTyped: true)
        let (rows, outcome) = await Self.run(open)
        let object = try outcome.get()
        #expect(rows.isEmpty && object == nil)
        let taken = try #require(open.typed as? TypedAnswer<ShownPartner, Verbs.Partners.End>)
        #expect(taken.rows == Self.answer.rows && taken.end == Self.answer.end)
    }

    @Test func everybodyElseGetsWhatIsSent() async throws {
        let open = OpenAnswer(try .parse(Array("1 PARTNERS asem".utf8)))
        let (rows, outcome) = await Self.run(open)
        let object = try outcome.get()?.members
        #expect(rows == Self.answer.sentRows && object == Self.answer.sentObject && open.typed == nil)
    }
}
