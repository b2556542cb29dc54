package import CanonicalJSON
package import Lifecycle
package import Proposals

extension Finding {
    /// The finding as refusals and WHY show it: with who holds the offices that can meet it now, or since when they are vacant.
    package func json(_ registry: Registry, at now: Instant) -> JSONObject {
        [
            "requirement": .string(requirement), "label": .string(label), "met": .bool(isMet),
            "detail": .string(detail), "rule": .string(rule), "subjects": .strings(subjects),
            "who": .array(isMet ? [] : who.map { .object($0.json(registry, at: now)) }),
        ]
    }
}

extension Capable {
    /// The office with its holders now; a vacant one with the moment since which it is, null where it was never filled.
    package func json(_ registry: Registry, at now: Instant) -> JSONObject {
        let holders = registry.holders(of: self, at: now)
        var object: JSONObject = [
            "role": .string(role), "holders": .strings(holders.map(\.id)), "vacant": .bool(holders.isEmpty),
        ]
        if let partner { object["partner"] = .string(partner) }
        if let group { object["group"] = .string(group) }
        if let except { object["except"] = .string(except) }
        if holders.isEmpty {
            object["vacant_since"] = .optional(registry.vacantSince(self, at: now)?.description)
        }
        return object
    }
}

extension ServiceFailure {
    /// A refusal as it is answered.
    package init(_ refusal: Refusal, _ registry: Registry, at now: Instant) {
        var details: JSONObject = [:]
        if let field = refusal.field { details["field"] = .string(field) }
        if !refusal.findings.isEmpty {
            details["unmet"] = .array(refusal.findings.map { .object($0.json(registry, at: now)) })
        }
        let code: Code =
            switch refusal.code {
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .badField: .badField
            case .unmet: .refused
            case .versionConflict: .versionConflict
            }
        self.init(code, refusal.message, details: details)
    }
}
