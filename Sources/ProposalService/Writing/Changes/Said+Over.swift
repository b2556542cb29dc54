import CanonicalJSON

extension Said {
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
