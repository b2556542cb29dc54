/// What a request says of one thing: nothing, so that it stays as it is; that there is none; or what it is.
package enum Said<Value: Sendable & Hashable>: Sendable, Hashable {
    case nothing
    case none
    case value(Value)

    /// What a request that names the thing, or does not, says with this value.
    package init(isNamed: Bool, _ value: Value?) {
        self = value.map { .value($0) } ?? (isNamed ? .none : .nothing)
    }

    /// What holds afterwards.
    func over(_ present: Value?) -> Value? {
        switch self {
        case .nothing: present
        case .none: nil
        case .value(let value): value
        }
    }

    /// What holds afterwards of a thing that there must be.
    func over(needed present: Value?, _ key: String, _ verb: String) throws(ServiceFailure) -> Value {
        if self == .none { throw ServiceFailure.wrong(key, "it cannot be emptied; leave it out to keep it") }
        guard let value = over(present) else { throw ServiceFailure.wrong(key, "\(verb) needs it") }
        return value
    }
}
