package import CanonicalJSON

extension DefinitionNode {
    /// The value that this text stands for, such that ``init(json:)`` reads the same from it; nil for a map with doubled keys.
    package var json: JSONValue? {
        switch content {
        case .scalar(let text, let isPlain):
            guard isPlain else { return .string(text) }
            switch text {
            case "": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            default:
                guard let number = Int64(text), String(number) == text,
                    number.magnitude <= JSONValue.largestInteger.magnitude
                else { return .string(text) }
                return .integer(number)
            }
        case .list(let elements):
            var values: [JSONValue] = []
            for element in elements {
                guard let value = element.json else { return nil }
                values.append(value)
            }
            return .array(values)
        case .map(let entries):
            var members: [JSONObject.Member] = []
            for entry in entries {
                guard let value = entry.value.json else { return nil }
                members.append(JSONObject.Member(key: entry.key, value: value))
            }
            return (try? JSONObject(unique: members)).map { .object($0) }
        }
    }
}
