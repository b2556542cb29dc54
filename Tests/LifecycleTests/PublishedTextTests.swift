import CanonicalJSON
import Testing

@testable import Lifecycle

/// What everybody may read of a text once some of its fields are published.
@Suite struct PublishedTextTests {
    private let form = FormDefinition(
        id: "f", version: 1,
        fields: [
            FieldDefinition(key: "title", label: "Title", type: .text(limit: 100)),
            FieldDefinition(key: "phone", label: "Phone", type: .text(limit: 100), isPersonal: true),
            FieldDefinition(key: "organisers", label: "Organisers", type: .organisers(limit: 10)),
            FieldDefinition(key: "regions", label: "Regions", type: .choices([], limit: 10)),
        ])
    private let text: JSONObject = [
        "title": "Ports", "phone": "112", "regions": ["North", "South"],
        "organisers": [
            ["partner": "FR", "body": "A ministry", "contact": "Ann"], ["organisation": "B", "contact": "Bob"],
            ["partner": "JP"],
        ],
    ]

    @Test func nobodyIsNamedInIt() {
        #expect(
            form.published(["title", "organisers", "phone", "regions"], of: text) == [
                "title": "Ports", "regions": ["North", "South"],
                "organisers": [["partner": "FR", "body": "A ministry"], ["organisation": "B"], ["partner": "JP"]],
            ])
    }

    @Test func itHasTheFieldsThatWerePublishedAndNoOthers() {
        #expect(form.published([], of: text) == [:])
        #expect(form.published(["title", "starts"], of: text) == ["title": "Ports"])
    }
}
