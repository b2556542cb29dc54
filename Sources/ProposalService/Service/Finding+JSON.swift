package import CanonicalJSON
package import Lifecycle

extension Finding {
    /// The finding as refusals and WHY show it.
    package var json: JSONObject {
        [
            "requirement": .string(requirement), "label": .string(label), "met": .bool(isMet),
            "detail": .string(detail), "rule": .string(rule), "subjects": .strings(subjects),
            "who": .array(
                who.map { capable in
                    var object: JSONObject = ["role": .string(capable.role)]
                    if let partner = capable.partner { object["partner"] = .string(partner) }
                    return .object(object)
                }),
        ]
    }
}
