import CanonicalJSON
package import Lifecycle

/// How much of a proposal somebody may see.
package enum ReadAccess: Sendable, Hashable {
    case nothing
    /// The published fields only.
    case published
    case everything
}

extension Proposal {
    /// What a viewer may see of this proposal as it stands.
    package func readAccess(of viewer: Viewer, _ definition: LifecycleDefinition) -> ReadAccess {
        if viewer.readsEverything { return .everything }
        let isOfForum = !viewer.offices.isEmpty
        if origin == .archive, isOfForum { return .everything }
        guard isOfForum else { return publishedFields == nil ? .nothing : .published }
        if wasShared(definition) { return .everything }
        let insiders = insiders(definition)
        return viewer.offices.contains { $0.partner.map(insiders.contains) ?? false } ? .everything : .nothing
    }

    /// Whether it ever stood in a state that the whole forum sees. What was shared does not vanish when it is returned; an undone
    /// move never was, and a draft that is withdrawn stays with those who wrote it.
    package func wasShared(_ definition: LifecycleDefinition) -> Bool {
        migrations.contains(where: \.wasShared)
            || ([state] + moves.map(\.to)).contains { id in
                definition.state(id).map { $0.visibility == .forum && !$0.isFinal } ?? false
            }
    }

    /// The partners that see a draft: the proposer's and the named organisers'.
    package func insiders(_ definition: LifecycleDefinition) -> [String] {
        var result = proposer.map { [$0] } ?? []
        for field in definition.form.fields {
            guard case .organisers = field.type else { continue }
            for partner in LifecycleDefinition.partners(in: fields[field.key]) where !result.contains(partner) {
                result.append(partner)
            }
        }
        return result
    }

    /// The keys of the fields made public, nil where nothing was published. What enters as archive is known to the public already.
    package var publishedFields: [String]? {
        if origin == .archive { return Proposal.archiveFields }
        return facts.last { $0.inputs["fields"]?.strings != nil }?.inputs["fields"]?.strings
    }

    /// What the public sees of an activity that was past when it entered.
    private static let archiveFields = ["title", "starts", "ends", "location"]
}
