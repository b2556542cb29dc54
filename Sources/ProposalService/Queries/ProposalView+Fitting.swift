import CanonicalJSON
import Proposals

/// How a proposal stays within one line: what is long and stands elsewhere as well is left out, and `left_out` says where it stands.
extension ProposalView {
    /// Everything, within so many bytes where that can be.
    func full(within limit: Int) -> JSONObject {
        var object = full
        for step in steps where object.canonicalBytes.count > limit { step(&object) }
        return object
    }

    private var steps: [(inout JSONObject) -> Void] {
        let (history, round) = ("HISTORY \(proposal.ref)", proposal.presentRound?.number ?? 0)
        var steps: [(inout JSONObject) -> Void] = [
            { Self.strip(["reason", "resolves"], ofPositionsIn: &$0, "SHOW \(proposal.ref) round=\(round)") },
            { Self.change("invitations", in: &$0, history) { Self.without(["positions"], $0) } },
            { Self.change("facts", in: &$0, history) { Self.without(["inputs"], $0) } },
            { Self.change("moves", in: &$0, history) { Self.without(["inputs", "changes"], $0) } },
        ]
        let lists = ["facts", "moves", "invitations", "documents", "editorial_revisions", "rounds"]
        for count in [1000, 100] {
            // What came last is kept.
            for key in lists { steps.append { Self.keepLast(count, of: key, in: &$0, history) } }
        }
        steps.append { Self.change("positions", in: &$0, "SHOW \(proposal.ref) round=\(round)") { _ in [:] } }
        steps.append { Self.change("source", in: &$0, history) { _ in .null } }
        return steps
    }

    private static func strip(_ keys: [String], ofPositionsIn object: inout JSONObject, _ place: String) {
        change("positions", in: &object, place) { value in
            guard let stances = value.object else { return value }
            return .object(
                JSONObject(stances.members.map { JSONObject.Member(key: $0.key, value: without(keys, $0.value)) }))
        }
    }

    /// A list of objects without some members; each that had one says so.
    private static func without(_ keys: [String], _ value: JSONValue) -> JSONValue {
        guard let list = value.array else { return value }
        return .array(
            list.map { element in
                guard var object = element.object else { return element }
                let left = keys.filter { object[$0] != nil }
                guard !left.isEmpty else { return element }
                for key in left { object[key] = nil }
                object["left_out"] = .strings(left)
                return .object(object)
            })
    }

    private static func keepLast(_ count: Int, of key: String, in object: inout JSONObject, _ place: String) {
        guard let list = object[key]?.array, list.count > count else { return }
        change(key, in: &object, place) { _ in .array(list.suffix(count)) }
    }

    private static func change(
        _ key: String, in object: inout JSONObject, _ place: String, _ change: (JSONValue) -> JSONValue
    ) {
        guard let value = object[key] else { return }
        let changed = change(value)
        guard changed != value else { return }
        object[key] = changed
        var left = object["left_out"]?.object ?? [:]
        left[key] = .string(place)
        object["left_out"] = .object(left)
    }
}
