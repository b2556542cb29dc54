import Lifecycle
import Proposals
import Record

/// A forum's registry, folded again from its events, with what the audit of other tables needs to know of its past.
struct RegistryFold {
    /// More events than one batch adds: a row is made with the registry as its batch left it.
    private static let batchReach: Int64 = 8192

    private(set) var registry: Registry
    /// Where the registry's events commit to personal values.
    private(set) var commitments = Commitments()
    /// The values that were erased, by the digests of their commitments, and the event that says so.
    private(set) var erased: [String: Int64] = [:]
    /// Which regions the partners were in, from each position of the record on at which that changed.
    private var regions: [(from: Int64, of: [String: String])] = []

    init(_ forum: String) { registry = Registry(forum: forum) }

    /// Folds further events.
    mutating func fold(_ events: [AuditedEvent]) throws(AuditFinding) {
        for event in events {
            let sealed = try event.opened(registry.forum)
            do throws(EventError) { try registry.evolve(sealed) } catch {
                throw AuditFinding(
                    "event \(event.position) of the registry does not follow: \(error)", at: event.position)
            }
            guard event.lifecycle == nil else {
                throw AuditFinding(
                    "event \(event.position) of the registry names a lifecycle in its row", at: event.position)
            }
            commitments.add(registered: sealed.event, at: event.position)
            if let body = sealed.event.body(Event.PersonalErased.self) {
                for digest in body.erasure.digests where erased[digest] == nil { erased[digest] = event.position }
            }
            let now = registry.partners.compactMapValues { $0.attributes[ListedText.regionAttribute] }
            if regions.last?.of != now { regions.append((event.position, now)) }
        }
    }

    /// The regions that the row of a proposal may name whose last event stands at a position: those of its batch, which changes of the
    /// registry in the same batch may have moved.
    func regions(of proposal: Proposal, _ definition: LifecycleDefinition, at position: Int64) -> [[String]] {
        let before = regions.last { $0.from <= position }
        let during = regions.filter { $0.from > position && $0.from <= position + RegistryFold.batchReach }
        return ([before].compactMap(\.self) + during).map { regions in
            ListedText.regions(of: proposal.insiders(definition)) { regions.of[$0] }
        }
    }
}
