import CanonicalJSON
import Lifecycle
import LineProtocol

extension ToldReason {
    init(_ reason: Reason) {
        self.init()
        code = reason.code
        for (name, value) in reason.values { values[name] = ToldReason.json(value) }
    }

    private static func json(_ value: Reason.Value) -> JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .integer(Int64(number))
        case .list(let elements): .strings(elements)
        case .phrase(let reason): .object(ToldReason(reason).object)
        }
    }
}
