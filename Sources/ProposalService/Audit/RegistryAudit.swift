import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// Compares the tables beside a forum's events with its registry: its row, lifecycles with their edges, tokens, the numbers of refs.
enum RegistryAudit {
    static func check(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        try checkRow(audited, registry)
        try checkLifecycles(audited, registry)
        try checkTokens(audited, registry)
        for year in audited.years
        where year.lastNumber != year.proposals || year.largest != year.lastNumber {
            throw finding(
                "the numbers of \(year.year) differ: \(year.lastNumber) was given out last, and there are \(year.proposals) "
                    + "proposals up to number \(year.largest)")
        }
    }

    private static func finding(_ sentence: String) -> AuditFinding { AuditFinding(sentence, concernsRecord: false) }

    private static func checkRow(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        guard let row = audited.row else { throw finding("the tables have no row of the forum") }
        guard row.version == registry.version, row.lastDigest == registry.lastDigest else {
            throw finding(
                "the forum's row says version \(row.version) of the registry, but its events make version \(registry.version)"
            )
        }
        guard row.refPrefix == registry.settings?.refPrefix else {
            throw finding(
                "the forum's row says that refs begin with \(row.refPrefix), its registry says something else")
        }
    }

    private static func checkLifecycles(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        var loaded: Set<String> = []
        for lifecycle in audited.lifecycles {
            loaded.insert(lifecycle.digest)
            let name = "the stored lifecycle \(lifecycle.id) version \(lifecycle.version)"
            guard Digest.sha256(lifecycle.definition).hex == lifecycle.digest else {
                throw finding("\(name) does not have the digest under which it stands")
            }
            guard let definition = registry.lifecycles[lifecycle.digest] else {
                throw finding("\(name) was never loaded by the registry")
            }
            let edges = definition.transitions.flatMap { transition in
                transition.from.map { "\(transition.id) \($0) \(transition.to ?? "")" }
            }
            guard lifecycle.id == definition.id, lifecycle.version == definition.version,
                lifecycle.initial == definition.initial, lifecycle.states == definition.states.map(\.id),
                lifecycle.final == definition.states.filter(\.isFinal).map(\.id), lifecycle.edges == edges.sorted()
            else { throw finding("\(name) has other states or edges than its definition") }
        }
        if let missing = registry.lifecycles.first(where: { !loaded.contains($0.key) }) {
            throw finding("the tables lack the lifecycle \(missing.value.id) version \(missing.value.version)")
        }
    }

    private static func checkTokens(_ audited: AuditedRegistry, _ registry: Registry) throws(AuditFinding) {
        if let token = audited.misnamedTokens.first {
            throw finding("the token \(token) is stored under another name than its hash makes")
        }
        var stored: Set<String> = []
        for token in audited.tokens {
            stored.insert(token.token)
            guard let account = registry.tokens[token.token]?.account else {
                throw finding("the token \(token.token) was never issued by the registry")
            }
            guard account == token.account else {
                throw finding(
                    "the token \(token.token) is stored as one of \(token.account), but was issued to \(account)")
            }
        }
        if let missing = registry.tokens.keys.sorted().first(where: { !stored.contains($0) }) {
            throw finding("the tables lack the token \(missing)")
        }
    }
}
