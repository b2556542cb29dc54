import CanonicalJSON
import Lifecycle
import Proposals

/// Says what follows from stored histories, for rows that an earlier program wrote.
package struct StoredHistories {
    /// By their bytes; nil for what is not a definition.
    private var definitions: [[UInt8]: LifecycleDefinition?] = [:]

    package init() {}

    /// As ``ProposalRow/asks``: of a whole history under the definition that it follows in the end. Nil where one of them cannot be read.
    package mutating func asks(of history: [[UInt8]], under definition: [UInt8]) -> [String]? {
        fold(history, under: definition).map { AskedOffices($0, $1).texts }
    }

    /// The words of such a proposal in the present form. Nil where one of them cannot be read.
    package mutating func words(of history: [[UInt8]], under definition: [UInt8]) -> ProposalWords? {
        fold(history, under: definition).map { ProposalWords($0, $1) }
    }

    private mutating func fold(
        _ history: [[UInt8]], under bytes: [UInt8]
    ) -> (Proposal, LifecycleDefinition)? {
        if definitions[bytes] == nil { definitions[bytes] = .some(StoredHistories.definition(bytes)) }
        guard let known = definitions[bytes], let definition = known else { return nil }
        var proposal: Proposal?
        for bytes in history {
            guard let event = try? SealedEvent(bytes: bytes), let next = try? Proposal.evolve(proposal, event) else {
                return nil
            }
            proposal = next
        }
        return proposal.map { ($0, definition) }
    }

    private static func definition(_ bytes: [UInt8]) -> LifecycleDefinition? {
        guard let json = try? JSONValue.parse(bytes) else { return nil }
        return try? LifecycleDefinition(recorded: json)
    }
}
