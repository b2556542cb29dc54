import CanonicalJSON
import Testing

@testable import Lifecycle

@Suite struct FieldRevisionTests {
    @Test func contactsOfOrganisersChangeAfterTheDecisionAndOrganisersDoNot() throws {
        let form = try Files.initiative().form
        let organisers = try #require(form.field("organisers"))
        let old: JSONValue = [["partner": "FR", "contact": "A"], ["partner": "JP", "body": "MOFA", "contact": "B"]]
        let contact: JSONValue = [["partner": "FR", "contact": "C"], ["partner": "JP", "body": "MOFA"]]
        let other: JSONValue = [["partner": "FR", "contact": "A"], ["partner": "KR", "body": "MOFA", "contact": "B"]]
        #expect(organisers.mayChangeAfterDecision(from: old, to: contact))
        #expect(!organisers.mayChangeAfterDecision(from: old, to: other))
        #expect(!organisers.mayChangeAfterDecision(from: old, to: nil))
        let starts = try #require(form.field("starts"))
        #expect(starts.mayChangeAfterDecision(from: "2024-05-01", to: "2024-06-01"))
        let cost = try #require(form.field("cost"))
        #expect(!cost.mayChangeAfterDecision(from: nil, to: ["currency": "EUR", "amount": "1"]))
    }

    /// "After blessing only dates, place and contacts change."
    @Test func onlyDatesPlaceAndContactsStayOpen() throws {
        let open = try Files.initiative().form.fields.filter(\.afterDecision).map(\.key)
        #expect(open == ["location", "starts", "ends", "organisers"])
    }
}
