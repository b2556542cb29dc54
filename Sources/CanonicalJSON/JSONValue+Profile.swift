extension JSONValue {
    /// Why a value that was built by code cannot be written and read back, nil when it can.
    ///
    /// What `parse` answers is always within the profile; values made from other formats (YAML, CSV) need this check.
    package var profileFault: JSONError.Reason? { fault(depthLeft: JSONValue.depthLimit) }

    private func fault(depthLeft: Int) -> JSONError.Reason? {
        switch self {
        case .null, .bool: return nil
        case .integer(let value):
            return value.magnitude > JSONValue.largestInteger.magnitude ? .integerOutOfRange : nil
        case .string(let value): return value.utf8.contains(0) ? .nullCharacter : nil
        case .array(let elements):
            guard depthLeft > 0 else { return .tooDeep(limit: JSONValue.depthLimit) }
            return elements.lazy.compactMap { $0.fault(depthLeft: depthLeft - 1) }.first
        case .object(let object):
            guard depthLeft > 0 else { return .tooDeep(limit: JSONValue.depthLimit) }
            if object.members.contains(where: { $0.key.utf8.contains(0) }) { return .nullCharacter }
            return object.members.lazy.compactMap { $0.value.fault(depthLeft: depthLeft - 1) }.first
        }
    }
}
