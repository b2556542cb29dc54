package import CanonicalJSON
package import Lifecycle
package import Proposals

extension Finding {
    /// The finding as refusals and WHY show it: with who holds the offices that can meet it now, or since when they are vacant.
    package func json(_ seats: OfficeHolders) -> JSONObject {
        [
            "requirement": .string(requirement), "label": .string(label), "met": .bool(isMet),
            "detail": .string(detail), "rule": .string(rule), "subjects": .strings(subjects),
            "who": .array(isMet ? [] : seats.json(who)),
        ]
    }
}

extension ServiceFailure {
    /// A refusal as it is answered.
    package init(_ refusal: Refusal, _ seats: OfficeHolders) {
        var details: JSONObject = [:]
        if let field = refusal.field { details["field"] = .string(field) }
        if !refusal.findings.isEmpty {
            details["unmet"] = .array(refusal.findings.map { .object($0.json(seats)) })
        }
        let code: Code =
            switch refusal.code {
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .badField: .badField
            case .unmet: .refused
            case .versionConflict: .versionConflict
            case .closed: .forumClosed
            }
        self.init(code, refusal.message, details: details)
    }
}
