import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// Compares the tables beside a forum's events with its registry: its row, lifecycles with their edges, tokens, the numbers of refs;
/// and that something is kept, or was erased, for each personal value that its events commit to.
struct RegistryAudit: AuditPart {
    private static let page = 1024

    let stage = "registry"
    let total: Int64 = 1
    var done: Int64 { isDone ? 1 : 0 }
    private(set) var isDone = false
    let place = AuditCursor.Place.registry

    mutating func advance(_ scope: inout AuditScope) async throws {
        try await scope.catchUp()
        let audited = try await scope.store.auditRegistry(
            forum: scope.forum, registryVersion: scope.registry.registry.version)
        try scope.registry.fold(audited.events)
        try RegistryAudit.check(audited, scope.registry.registry)
        let commitments = scope.registry.commitments
        var rest = commitments.inOrder[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(RegistryAudit.page))
            rest = rest.dropFirst(RegistryAudit.page)
            let lacking = try await scope.store.auditLacking(forum: scope.forum, some)
            if let first = some.first(where: lacking.contains) {
                throw commitments.lacking(first, isOfProposal: false)
            }
        }
        isDone = true
    }

    private static func check(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        try checkRow(audited, registry)
        try checkLifecycles(audited, registry)
        try checkTokens(audited, registry)
        for year in audited.years
        where year.lastNumber != year.proposals || year.largest != year.lastNumber {
            throw .beside(
                "the numbers of \(year.year) differ: \(year.lastNumber) was given out last, and there are \(year.proposals) "
                    + "proposals up to number \(year.largest)")
        }
        if let ref = audited.strayText {
            throw .beside("the tables have words of \(ref), but no row of it", of: ref)
        }
    }

    private static func checkRow(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        guard let row = audited.row else { throw .beside("the tables have no row of the forum") }
        guard row.version == registry.version, row.lastDigest == registry.lastDigest else {
            throw .beside(
                "the forum's row says version \(row.version) of the registry, but its events make version \(registry.version)"
            )
        }
        guard row.refPrefix == registry.settings?.refPrefix else {
            throw .beside(
                "the forum's row says that refs begin with \(row.refPrefix), its registry says something else")
        }
    }

    private static func checkLifecycles(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        var loaded: Set<String> = []
        for lifecycle in audited.lifecycles {
            loaded.insert(lifecycle.digest)
            let name = "the stored lifecycle \(lifecycle.id) version \(lifecycle.version)"
            guard Digest.sha256(lifecycle.definition).hex == lifecycle.digest else {
                throw .beside("\(name) does not have the digest under which it stands")
            }
            guard let definition = registry.lifecycles[lifecycle.digest] else {
                throw .beside("\(name) was never loaded by the registry")
            }
            guard lifecycle.isDerived(from: definition) else {
                throw .beside("\(name) has other states or edges than its definition")
            }
        }
        if let missing = registry.lifecycles.first(where: { !loaded.contains($0.key) }) {
            throw .beside("the tables lack the lifecycle \(missing.value.id) version \(missing.value.version)")
        }
        if let stray = audited.strayLifecycle {
            throw .beside("the stored lifecycle \(stray) was loaded by no forum")
        }
    }

    private static func checkTokens(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        if let token = audited.misnamedTokens.first {
            throw .beside("the token \(token) is stored under another name than its hash makes")
        }
        var stored: Set<String> = []
        for token in audited.tokens {
            stored.insert(token.token)
            guard let account = registry.tokens[token.token]?.account else {
                throw .beside("the token \(token.token) was never issued by the registry")
            }
            guard account == token.account else {
                throw .beside(
                    "the token \(token.token) is stored as one of \(token.account), but was issued to \(account)")
            }
        }
        if let missing = registry.tokens.keys.sorted().first(where: { !stored.contains($0) }) {
            throw .beside("the tables lack the token \(missing)")
        }
    }
}

extension AuditedLifecycle {
    /// Whether every column is what the database makes of the definition.
    fileprivate func isDerived(from definition: LifecycleDefinition) -> Bool {
        let edges = definition.transitions.flatMap { transition in
            transition.from.map { "\(transition.id) \($0) \(transition.to ?? "")" }
        }
        let shown = definition.states.filter { $0.visibility == .forum && !$0.isFinal }.map(\.id)
        return id == definition.id && version == definition.version && initial == definition.initial
            && states == definition.states.map(\.id) && final == definition.states.filter(\.isFinal).map(\.id)
            && self.shown == shown.sorted() && abandoned == definition.abandonedStates.sorted()
            && self.edges == edges.sorted()
    }
}
