import CanonicalJSON

extension Failure {
    /// Every requirement that is not met, of a refusal.
    package var unmet: [JudgedRequirement] {
        (object["unmet"]?.array ?? []).compactMap { $0.object.map { JudgedRequirement($0) } }
    }
}
