import CanonicalJSON
import CivilTime
import DefinitionFiles
import DefinitionTree
import Glibc
import Lifecycle
import Proposals
import Record
import Testing
import ViewDefinitions
import Views

/// A forum in memory, made by real decisions, and the snapshots that its readers get.
struct Scene {
    var registry: Registry
    var now: Instant
    var proposals: [String: Proposal] = [:]

    init(_ forum: String, _ settings: ForumSettings, now: String) throws {
        registry = Registry(forum: forum)
        self.now = try #require(Instant(now))
        try change(.setForum(settings))
    }

    static func instant(_ text: String) -> Instant { Instant(text) ?? Instant(microseconds: 0) }
    static func day(_ text: String) -> CivilDate { CivilDate(text) ?? Instant(microseconds: 0).date }

    @discardableResult
    mutating func change(_ command: RegistryCommand, as offices: [Office]? = nil) throws -> Int {
        let context = RegistryContext(
            now: now, account: "server/admin", offices: offices ?? [], isServerAdministrator: offices == nil)
        let drafts = try decide(command, registry, context)
        for draft in drafts {
            try registry.evolve(
                draft.sealed(
                    forum: registry.forum, stream: Event.registryStream, after: registry.version,
                    digest: registry.lastDigest, recordedAt: max(now, registry.recordedAt ?? now)))
        }
        return drafts.count
    }

    /// Why a change of the registry is refused.
    func refusal(_ command: RegistryCommand, as offices: [Office]) throws -> Refusal {
        let context = RegistryContext(now: now, account: "a/b", offices: offices, isServerAdministrator: false)
        do {
            let drafts = try decide(command, registry, context)
            throw Surprise(description: "not refused: \(drafts.map(\.kind))")
        } catch let refusal as Refusal {
            return refusal
        }
    }

    struct Surprise: Error { let description: String }

    mutating func act(_ command: Command, on ref: String, as offices: Office...) throws {
        let context = Context(
            now: now, account: registry.forum + "/somebody", offices: offices, registry: registry,
            duplicateCandidates: [])
        for draft in try decide(command, proposals[ref], context) {
            let present = proposals[ref]
            proposals[ref] = try Proposal.evolve(
                present,
                draft.sealed(
                    forum: registry.forum, stream: ref, after: present?.version ?? 0, digest: present?.lastDigest,
                    recordedAt: max(now, present?.recordedAt ?? now)))
        }
    }

    mutating func load(_ definition: LifecycleDefinition) throws {
        try change(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex))
    }

    /// What somebody with these offices sees; without any, somebody who is not of the forum.
    func snapshot(as offices: Office..., everything: Bool = false, personal: [String: String] = [:]) -> ForumSnapshot {
        let viewer = Viewer(account: "a/b", offices: offices, readsEverything: everything)
        let seen = proposals.values.compactMap { proposal -> SeenProposal? in
            guard let definition = registry.lifecycles[proposal.lifecycle.digest] else { return nil }
            let readAccess = proposal.readAccess(of: viewer, definition)
            return readAccess == .nothing ? nil : SeenProposal(proposal, definition, readAccess)
        }
        return ForumSnapshot(registry: registry, now: now, viewer: viewer, proposals: seen, personal: personal)
    }
}

/// Reading of views and of what they show.
enum Reading {
    /// The views of a text of YAML.
    static func view(_ text: String) throws -> ViewDefinition {
        let node = try YAMLTree.parse(text, file: "view.yaml")
        return try ViewDefinition(json: try #require(node.json))
    }

    static func faults(_ text: String) throws -> [String] {
        do {
            _ = try view(text)
            return []
        } catch let faults as DefinitionFaults {
            return faults.faults.map(\.sentence)
        }
    }
}

extension ViewResult {
    /// The texts of a column.
    func column(_ key: String) -> [String] { rows.map { Self.text($0[key]) } }

    static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .array(let elements): elements.map { text($0) }.joined(separator: " ")
        case .object(let object): object.members.map { text($0.value) }.joined(separator: " ")
        case .bool(let flag): String(flag)
        case .null, nil: "-"
        }
    }
}

/// The repository's own files.
enum Repository {
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/")
    }()

    static func path(_ relative: String) -> String { root + "/" + relative }

    static func text(_ relative: String) throws -> String {
        let file = try #require(fopen(path(relative), "rb"), "\(relative)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func forum(_ name: String) throws -> ForumFile.Forum { try ForumFile.load(path("schema/forums/" + name)) }

    static func lifecycle(_ relative: String) throws -> LifecycleDefinition {
        try LifecycleFile.load(path(relative))
    }
}
