/// What an object says of one thing: nothing, so that it stays as it is; that there is none, by a null; or what it is.
package enum Said<Value: Sendable & Hashable>: Sendable, Hashable {
    case nothing
    case none
    case value(Value)

    /// What an object that names the thing, or does not, says with this value.
    package init(isNamed: Bool, _ value: Value?) {
        self = value.map { .value($0) } ?? (isNamed ? .none : .nothing)
    }
}

extension Said {
    /// The same said in other words.
    package func mapped<Other>(_ other: (Value) -> Other) -> Said<Other> {
        switch self {
        case .nothing: .nothing
        case .none: .none
        case .value(let value): .value(other(value))
        }
    }
}
