extension WitnessPolicy {
    /// The fewest witnesses that can reach the quorum; 0 where none is asked for.
    package var fewestWitnesses: Int {
        var fewest: [String: Int] = [:]
        for witness in witnesses { fewest[witness.name] = 1 }
        for group in groups {
            fewest[group.name] = group.members.compactMap { fewest[$0] }.sorted().prefix(group.threshold).reduce(0, +)
        }
        return quorum.flatMap { fewest[$0] } ?? 0
    }

    /// Whether witnesses with these keys, as texts, reach a quorum that is asked for.
    package func isWitnessed(by keys: some Collection<String>) -> Bool {
        quorum != nil && isQuorum(Set(witnesses.filter { keys.contains($0.key.text) }.map(\.name)))
    }

    /// This policy with a log among its own: a line for it comes first where the policy lacks it.
    package func naming(log key: NoteKey) throws(PolicyFault) -> WitnessPolicy {
        if logs.contains(where: { $0.key == key }) { return self }
        return try WitnessPolicy(lines: ["log \(key.text)"] + (lines.isEmpty ? ["quorum none"] : lines))
    }
}
