import CanonicalJSON
import DefinitionTree
import Documents
import Wording

extension DocumentRules {
    var json: JSONValue {
        var object: JSONObject = ["types": .strings(types.map(\.rawValue)), "roles": .strings(roles)]
        object.put("states", states)
        if limit != DocumentRules.usualLimit { object.put("limit", limit) }
        if size != DocumentRules.largestDocument { object.put("size", size) }
        object.put("source", source)
        return .object(object)
    }

    /// Reads the section `documents` of a lifecycle.
    init?(_ lifecycle: MapReader) {
        let keys = ["types", "roles", "states", "limit", "size", "source"]
        guard let rules = lifecycle.map("documents", what: "the rules of documents", keys: keys) else { return nil }
        let types = rules.needed("types").enumerated().compactMap { index, text -> DocumentType? in
            if let type = DocumentType(rawValue: text) { return type }
            let known = DocumentType.allCases.map(\.rawValue).listed
            rules.reading.fault(
                atRead: rules.path["types"][index],
                "\"\(text)\" is not a type of document that can be filed; use one of \(known)")
            return nil
        }
        let limit = rules.integer("limit", 1...Int64(DocumentRules.mostDocuments))
        let size = rules.integer("size", 1...Int64(DocumentRules.largestDocument))
        self.init(
            types: types, roles: rules.needed("roles"), states: rules.has("states") ? rules.needed("states") : [],
            limit: limit.map { Int($0) } ?? DocumentRules.usualLimit,
            size: size.map { Int($0) } ?? DocumentRules.largestDocument, source: rules.text("source", default: ""))
    }
}
