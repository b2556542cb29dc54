import CanonicalJSON
import Documents
import Testing

@testable import Lifecycle

/// The rules of documents, as the section of a definition that they are.
@Suite struct DocumentRulesTests {
    @Test func aDefinitionWithoutTheSectionHasTheBytesThatItHad() throws {
        let norm = try Files.norm()
        #expect(norm.documents == nil && norm.json["documents"] == nil)
        var other = norm
        other.documents = DocumentRules(types: [.pdf], roles: ["author"])
        #expect(other.canonicalBytes != norm.canonicalBytes)
        #expect(other.json["documents"] == ["roles": ["author"], "types": ["application/pdf"]])
        other.documents = DocumentRules(
            types: [.pdf, .text], roles: ["author", "clerk"], states: ["sketch"], limit: 3, size: 1000, source: "rule 9"
        )
        #expect(try LifecycleDefinition(json: other.json) == other)
    }

    @Test func everyLifecycleOfTheSchemaTakesDocuments() throws {
        for name in Files.lifecycles() {
            let rules = try #require(try Files.lifecycle(name).documents)
            #expect(rules.types.contains(.pdf) && !rules.roles.isEmpty && !rules.source.isEmpty)
            #expect(rules.size == 8 << 20)
        }
    }
}
