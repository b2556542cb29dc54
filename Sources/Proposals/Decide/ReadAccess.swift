import CanonicalJSON
package import Lifecycle

/// How much of a proposal somebody may see.
package enum ReadAccess: Sendable, Hashable {
    case nothing
    /// The published fields only.
    case published
    case everything
}

/// Who may read a proposal as it stands. This is the one place that says so: the rows of lists hold the same three facts, and what the
/// database selects by them is compared with this by a test.
package struct Audience: Sendable, Hashable {
    /// Whether everyone appointed in the forum reads it.
    package var isShared: Bool
    /// The partners that read it also where it is not shared.
    package var insiders: [String]
    /// Whether anybody reads some of its fields.
    package var isPublished: Bool

    package init(isShared: Bool, insiders: [String], isPublished: Bool) {
        self.isShared = isShared
        self.insiders = insiders
        self.isPublished = isPublished
    }

    /// What a viewer may see.
    package func readAccess(of viewer: Viewer) -> ReadAccess {
        if viewer.readsEverything { return .everything }
        guard !viewer.offices.isEmpty else { return isPublished ? .published : .nothing }
        return isShared || viewer.isInsider(insiders) ? .everything : .nothing
    }
}

extension Viewer {
    /// Whether an office is held for one of these partners.
    fileprivate func isInsider(_ partners: [String]) -> Bool {
        offices.contains { $0.partner.map(partners.contains) ?? false }
    }
}

extension Proposal {
    /// What a viewer may see of this proposal as it stands.
    package func readAccess(of viewer: Viewer, _ definition: LifecycleDefinition) -> ReadAccess {
        audience(definition).readAccess(of: viewer)
    }

    /// Who may read it.
    package func audience(_ definition: LifecycleDefinition) -> Audience {
        Audience(
            isShared: isShared(definition), insiders: insiders(definition), isPublished: publishedFields != nil)
    }

    /// Whether everyone appointed in the forum reads it: what was shared once, and what enters as archive.
    package func isShared(_ definition: LifecycleDefinition) -> Bool {
        origin == .archive || wasShared(definition)
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
