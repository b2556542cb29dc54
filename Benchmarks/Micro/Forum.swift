import BenchmarkTexts
import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Proposals
import Record

/// A forum in memory of 53 partners with the lifecycle of ASEM's initiatives, and one proposal in it that was decided and folded for real.
struct Forum {
    private(set) var registry = Registry(forum: "asem")
    private(set) var proposal: Proposal?
    private(set) var events: [SealedEvent] = []
    private var random = SplitMix64(seed: 1)
    private let start: Instant

    static let ref = "ASEM-2026-0001"
    static let partners = (0..<53).map { "P\($0)" }
    static let proposer = Office(role: "proposer", partner: "P0")
    static func contactPoint(_ number: Int) -> Office {
        Office(role: "contact-point", partner: partners[number % partners.count])
    }

    init() throws {
        start = Instant("2026-03-10T09:00:00Z") ?? Instant(microseconds: 0)
        let settings = ForumSettings(
            name: "Benchmark", refPrefix: "ASEM", meetingRole: "meeting-host", accountRole: "admin",
            auditRole: "auditor")
        try change(.setForum(settings))
        for (number, id) in Forum.partners.enumerated() {
            let attributes = ["region": number % 2 == 0 ? "Asia" : "Europe"]
            guard let joined = CivilDate("1996-03-01") else { continue }
            try change(.admitPartner(Partner(id: id, name: "Partner \(id)", attributes: attributes, joined: joined)))
        }
        let schema = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/schema"
        let definition = try LifecycleFile.load(schema + "/lifecycles/asem-initiative.yaml")
        try change(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex))
        var fields = BenchmarkText.fields(&random)
        fields["organisers"] = [["partner": "P0"], ["partner": "P1"]]
        try act(.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil), Forum.proposer)
        try act(
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil),
            Forum.proposer)
    }

    /// A proposal on which each partner said something once.
    static func proposalWithPositions() throws -> (proposal: Proposal, definition: LifecycleDefinition)? {
        var forum = try Forum()
        try forum.speak(until: forum.events.count + partners.count)
        guard let proposal = forum.proposal, let definition = forum.registry.lifecycles[proposal.lifecycle.digest]
        else {
            return nil
        }
        return (proposal, definition)
    }

    /// Lets partners take positions, one after the other, until there are so many events.
    mutating func speak(until count: Int) throws {
        while events.count < count {
            try act(position(), Forum.contactPoint(events.count))
        }
    }

    /// A position that says something new.
    mutating func position() -> Command {
        .takePosition(StatedPosition(stance: .support, reason: BenchmarkText.reason(&random)))
    }

    /// The moment of the next event: a moment names one version.
    private func moment(after last: Instant?) -> Instant { last.map { $0.advanced(byMicroseconds: 1) } ?? start }

    func context(_ office: Office) -> Context {
        Context(
            now: moment(after: proposal?.recordedAt ?? registry.recordedAt), account: "asem/benchmark",
            offices: [office],
            registry: registry)
    }

    func sealed(_ draft: EventDraft) -> SealedEvent {
        draft.sealed(
            forum: "asem", stream: Forum.ref, after: proposal?.version ?? 0, digest: proposal?.lastDigest,
            recordedAt: moment(after: proposal?.recordedAt ?? registry.recordedAt))
    }

    private mutating func act(_ command: Command, _ office: Office) throws {
        for draft in try decide(command, proposal, context(office)) {
            let event = sealed(draft)
            proposal = try Proposal.evolve(proposal, event)
            events.append(event)
        }
    }

    private mutating func change(_ command: RegistryCommand) throws {
        let context = RegistryContext(
            now: moment(after: registry.recordedAt), account: "server/admin", offices: [], isServerAdministrator: true,
            meetingUses: [:])
        for draft in try decide(command, registry, context) {
            try registry.evolve(
                draft.sealed(
                    forum: "asem", stream: Event.registryStream, after: registry.version, digest: registry.lastDigest,
                    recordedAt: moment(after: registry.recordedAt)))
        }
    }
}
