import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import Testing

/// A forum in memory: its registry and its proposals, all of them made by real decisions and folded from the sealed events.
struct World {
    var registry: Registry
    var registryHistory: [SealedEvent] = []
    var now: Instant
    /// The account that acts, where it is not the one named after the office.
    var caller: String?
    /// The schema of the events that are decided: an older one is as a program of then would have recorded them.
    var schema = Event.currentSchema
    private(set) var proposals: [String: Proposal] = [:]
    private(set) var histories: [String: [SealedEvent]] = [:]

    init(forum: String, now: String) {
        registry = Registry(forum: forum)
        self.now = World.instant(now)
    }

    static func instant(_ text: String) -> Instant { Instant(text) ?? Instant(microseconds: 0) }
    static func day(_ text: String) -> CivilDate { CivilDate(text) ?? Instant(microseconds: 0).date }

    // MARK: the registry

    /// Changes the registry, as the server's administrator unless offices are given.
    @discardableResult
    mutating func change(_ command: RegistryCommand, as offices: [Office]? = nil) throws -> [SealedEvent] {
        let context = registryContext(command, offices)
        var sealed: [SealedEvent] = []
        for draft in try decide(command, registry, context) {
            let event = draft.sealed(
                forum: registry.forum, stream: Event.registryStream, after: registry.version,
                digest: registry.lastDigest, recordedAt: moment(after: registry.recordedAt))
            try registry.evolve(event)
            sealed.append(event)
        }
        registryHistory += sealed
        return sealed
    }

    private func registryContext(_ command: RegistryCommand, _ offices: [Office]?) -> RegistryContext {
        var uses: [String: MeetingUses] = [:]
        if let meeting = command.needs.meeting {
            let refs = proposals.values.filter { proposal in
                registry.lifecycles[proposal.lifecycle.digest].map { proposal.meetings($0).contains(meeting) } ?? false
            }.map(\.ref)
            uses[meeting] = MeetingUses(refs: refs.sorted())
        }
        return RegistryContext(
            now: now, account: caller ?? "server/admin", offices: offices ?? [], isServerAdministrator: offices == nil,
            meetingUses: uses)
    }

    // MARK: proposals

    func proposal(_ ref: String) throws -> Proposal { try #require(proposals[ref]) }
    func history(_ ref: String) -> [SealedEvent] { histories[ref] ?? [] }

    func context(_ offices: [Office], alike: [String] = []) -> Context {
        var context = Context(
            now: now, account: caller ?? account(offices), offices: offices, registry: registry,
            duplicateCandidates: alike.map { DuplicateCandidate(ref: $0, title: "alike") })
        context.schema = schema
        return context
    }

    private func account(_ offices: [Office]) -> String {
        let office = offices.first
        let parts = [office?.role ?? "nobody", office?.partner ?? office?.group ?? ""]
        return registry.forum + "/" + parts.filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// Does a command on a proposal, or begins one.
    @discardableResult
    mutating func act(
        _ command: Command, on ref: String, as offices: Office..., alike: [String] = []
    ) throws -> [SealedEvent] {
        try act(command, on: ref, holding: offices, alike: alike)
    }

    @discardableResult
    mutating func act(
        _ command: Command, on ref: String, holding offices: [Office], alike: [String] = []
    ) throws -> [SealedEvent] {
        try append(try decide(command, proposals[ref], context(offices, alike: alike)), to: ref)
    }

    /// Seals events in their places and folds them.
    @discardableResult
    mutating func append(_ drafts: [EventDraft], to ref: String) throws -> [SealedEvent] {
        var sealed: [SealedEvent] = []
        for draft in drafts {
            var event = draft.sealed(
                forum: registry.forum, stream: ref, after: proposals[ref]?.version ?? 0,
                digest: proposals[ref]?.lastDigest, recordedAt: moment(after: proposals[ref]?.recordedAt))
            if schema != Event.currentSchema {
                var old = event.event
                old.schema = schema
                event = SealedEvent(old)
            }
            proposals[ref] = try Proposal.evolve(proposals[ref], event)
            sealed.append(event)
        }
        histories[ref, default: []] += sealed
        return sealed
    }

    /// Why a command is refused; a failure of the test where it is not. Nothing changes.
    func refusal(
        _ command: Command, on ref: String, as offices: Office..., alike: [String] = [],
        _ location: SourceLocation = #_sourceLocation
    ) throws -> Refusal {
        do {
            let drafts = try decide(command, proposals[ref], context(offices, alike: alike))
            throw Surprise("\(command) was not refused: \(drafts.map(\.kind))")
        } catch let refusal as Refusal {
            #expect(!refusal.message.isEmpty, sourceLocation: location)
            #expect(refusal.findings.allSatisfy { !$0.detail.contains("{") }, "a place stays open: \(refusal.message)")
            return refusal
        }
    }

    func registryRefusal(_ command: RegistryCommand, as offices: [Office]? = nil) throws -> Refusal {
        let context = registryContext(command, offices)
        do {
            let drafts = try decide(command, registry, context)
            throw Surprise("\(command) was not refused: \(drafts.map(\.kind))")
        } catch let refusal as Refusal {
            #expect(refusal.findings.allSatisfy { !$0.detail.contains("{") }, "a place stays open: \(refusal.message)")
            return refusal
        }
    }

    struct Surprise: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    // MARK: time

    /// Lets days and hours pass.
    mutating func wait(days: Int = 0, hours: Int = 0, minutes: Int = 0) {
        let minutes = Int64((days * 24 + hours) * 60 + minutes)
        now = now.advanced(byMicroseconds: minutes * 60_000_000)
    }

    /// A moment so many days from now.
    func inDays(_ days: Int) -> Instant { now.advanced(byMicroseconds: Int64(days) * Instant.microsecondsPerDay) }

    /// The clock, but later than what was recorded last.
    private func moment(after last: Instant?) -> Instant {
        guard let last, now <= last else { return now }
        return last.advanced(byMicroseconds: 1)
    }
}
