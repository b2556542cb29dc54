import CanonicalJSON
import Lifecycle

extension FreeText {
    /// The fields of a form: every one of them that takes a text. A search looks through texts and places, and the names of who organises.
    static func form(_ definition: LifecycleDefinition) -> [FreeText] { definition.form.fields.flatMap(of) }

    private static func of(_ field: FieldDefinition) -> [FreeText] {
        // What is so short is one line.
        func place(_ limit: Int) -> Place { limit <= 500 ? .line : .text }
        switch field.type {
        case .text(let limit):
            return [said(field, "", place(limit), limit, isSearched: !field.isPersonal) { .string($0) }]
        case .place(let limit):
            return [said(field, "", .line, limit, isSearched: true) { .string($0) }]
                + ["city", "country"].map { part in
                    said(field, " " + part, .line, min(limit, 500), isSearched: true) { [part: .string($0)] }
                }
        case .choices([], _): return [said(field, "", .word, 100) { [.string($0)] }]
        case .organisers:
            return [
                said(field, " body", .line, 500, isSearched: !field.isPersonal) {
                    [["partner": "DE", "body": .string($0)]]
                },
                said(field, " organisation", .line, 500, isSearched: !field.isPersonal) {
                    [["organisation": .string($0)]]
                },
                said(field, " contact", .contact, 500) { [["partner": "DE", "contact": .string($0)]] },
            ]
        case .documents: return [said(field, "", .text, 1000) { [.string($0)] }]
        case .answers:
            return [said(field, " answer", .text, 2000) { [["ref": "MINI-2026-0001", "answer": .string($0)]] }]
        case .date, .integer, .money, .choice, .choices, .partners, .reference: return []
        }
    }

    private static func said(
        _ field: FieldDefinition, _ part: String, _ place: Place, _ limit: Int, isSearched: Bool = false,
        _ value: @escaping @Sendable (String) -> JSONValue
    ) -> FreeText {
        FreeText(
            name: "form \(field.key)\(part)", place: place, limit: limit, stage: .draft, isSearched: isSearched
        ) { scene, text, _ in
            try scene.proposal(
                try await scene.user("pr-FR").ask("REVISE \(scene.ref)", [field.key: value(text)]))
        }
    }
}
