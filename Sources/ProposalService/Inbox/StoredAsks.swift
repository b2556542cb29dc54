import CanonicalJSON
import Lifecycle
import Proposals

/// Says of stored histories which offices they ask something of, for rows that an earlier program wrote.
package struct StoredAsks {
    /// By their bytes; nil for what is no definition.
    private var definitions: [[UInt8]: LifecycleDefinition?] = [:]

    package init() {}

    /// As ``ProposalRow/asks``: of a whole history under the definition that it follows in the end. Nil where one of them cannot be read.
    package mutating func asks(of history: [[UInt8]], under bytes: [UInt8]) -> [String]? {
        if definitions[bytes] == nil { definitions[bytes] = .some(StoredAsks.definition(bytes)) }
        guard let known = definitions[bytes], let definition = known else { return nil }
        var proposal: Proposal?
        for bytes in history {
            guard let event = try? SealedEvent(bytes: bytes), let next = try? Proposal.evolve(proposal, event) else {
                return nil
            }
            proposal = next
        }
        return proposal.map { AskedOffices($0, definition).texts }
    }

    private static func definition(_ bytes: [UInt8]) -> LifecycleDefinition? {
        guard let json = try? JSONValue.parse(bytes) else { return nil }
        return try? LifecycleDefinition(recorded: json)
    }
}
