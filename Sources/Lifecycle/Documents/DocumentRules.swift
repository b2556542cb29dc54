import CanonicalJSON

/// What documents may be filed on a proposal, by whom and while it stands where. A lifecycle without it takes none.
package struct DocumentRules: Sendable, Hashable {
    package var types: [DocumentType]
    /// The roles that may file.
    package var roles: [String]
    /// The states in which documents are filed; empty means all.
    package var states: [String]
    /// How many documents one proposal holds at most.
    package var limit: Int
    /// How many bytes one document holds at most.
    package var size: Int
    package var source: String

    package init(
        types: [DocumentType], roles: [String], states: [String] = [], limit: Int = DocumentRules.usualLimit,
        size: Int = DocumentRules.largestDocument, source: String = ""
    ) {
        self.types = types
        self.roles = roles
        self.states = states
        self.limit = limit
        self.size = size
        self.source = source
    }

    /// The most bytes that any lifecycle may allow a document: 8 MiB.
    package static let largestDocument = 8 << 20
    /// How many documents a proposal holds where the lifecycle does not say.
    package static let usualLimit = 50
    /// The most documents that any lifecycle may allow a proposal.
    package static let mostDocuments = 1000

    /// The most bytes of a document in one line: their base 64, with all that stands beside it, fits into a request line.
    package static let largestPart = 45 << 10
    /// The fewest bytes of a document in one line, its last one excepted.
    package static let smallestPart = 4 << 10

    var json: JSONValue {
        var object: JSONObject = ["types": .strings(types.map(\.rawValue)), "roles": .strings(roles)]
        object.put("states", states)
        if limit != DocumentRules.usualLimit { object.put("limit", limit) }
        if size != DocumentRules.largestDocument { object.put("size", size) }
        object.put("source", source)
        return .object(object)
    }
}

extension DocumentRules {
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

extension LifecycleChecks {
    /// The roles and states that the rules of documents refer to exist, and somebody can file in one of those states.
    func documents() {
        guard let rules = definition.documents else { return }
        let path = Self.root["documents"]
        known(rules.roles, .role, at: path["roles"])
        known(rules.states, .state, at: path["states"])
        guard isWhole(.states, .roles, .transitions), !rules.states.isEmpty else { return }
        let afterRound = states(from: openings.compactMap(\.to))
        let roles = rules.roles.compactMap { definition.role($0) }
        if !roles.isEmpty, roles.allSatisfy({ $0.scope == .rosterPartner }), afterRound.isDisjoint(with: rules.states) {
            report(
                path["roles"],
                "nobody may file: \(roles.map(\.id).listed) needs a roster, and nothing was circulated before")
        }
    }
}
