import CanonicalJSON
import Testing

@testable import ClientCommands
@testable import Terminal

/// The options that say which office decided an act that somebody else records.
@Suite struct PastOfficeOptionsTests {
    private static let digest = String(repeating: "c", count: 64)

    @Test func theyMakeOneMember() throws {
        #expect(try PastOfficeOptions.object([:]) == nil)
        let object = try PastOfficeOptions.object([
            "decided_by": "contact-point of JP", "decided_from": "Minute 3", "decided_digest": Self.digest,
            "decided_received": "2026-03-04", "decided_holder": "asem/anna",
        ])
        #expect(
            object == [
                "role": "contact-point", "of": "JP", "holder": "asem/anna", "from": "Minute 3",
                "received_at": "2026-03-04T00:00:00.000000Z", "digest": .string(Self.digest),
            ])
    }

    @Test(arguments: [
        ["decided_from": "Minute 3"], ["decided_by": "chair"], ["decided_by": "chair", "decided_from": "M"],
        ["decided_by": "chair for JP", "decided_from": "M", "decided_digest": "c"],
        ["decided_by": "chair", "decided_from": "M", "decided_digest": "c", "decided_letter": "f"],
    ])
    func whatIsMissingIsSaid(_ given: [String: String]) {
        #expect(throws: CommandFailure.self) { try PastOfficeOptions.object(given) }
    }
}
