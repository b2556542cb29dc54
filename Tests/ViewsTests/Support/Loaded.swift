import CanonicalJSON
import DefinitionFiles
import Lifecycle
import Proposals
import Testing
import ViewDefinitions
import Views

/// A forum of schema/ with proposals that were loaded straight into a state, as a migration from another system would bring them.
struct Loaded {
    private var scene: Scene
    private let views: [ViewDefinition]
    private let definition: LifecycleDefinition
    private var count = 0

    init(_ name: String, now: String) throws {
        let forum = try Repository.forum(name)
        views = forum.views.map(\.definition)
        definition = try #require(forum.lifecycles.first)
        scene = try Scene(name, Trial.settings(forum), now: now)
        for partner in forum.partners {
            try scene.change(
                .admitPartner(Partner(id: partner.id, name: partner.name, attributes: partner.attributes)))
        }
        try scene.load(definition)
    }

    /// A proposal whose fields are its record's, moved to a state by events of the fold alone: of these tests the rules are no part.
    mutating func add(_ fields: JSONObject, _ state: String, by transition: String = "approve", at day: String? = nil)
        throws
    {
        count += 1
        let digits = String(count)
        let ref = "TRIAL-2021-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let actor = Actor(account: "a/b", office: Office(role: "admin"))
        let moment = day.map { Scene.instant($0 + "T12:00:00Z") } ?? scene.now
        let reference = LifecycleReference(
            id: definition.id, version: definition.version,
            digest: try #require(scene.registry.currentLifecycles[definition.id]))
        func event(_ version: Int, _ kind: EventKind, _ from: String?, _ to: String, _ data: JSONObject) -> SealedEvent
        {
            SealedEvent(
                Event(
                    forum: scene.registry.forum, stream: ref, version: version, kind: kind, from: from, to: to,
                    decidedAt: moment, recordedAt: moment, actor: actor, data: data,
                    previous: scene.proposals[ref]?.lastDigest))
        }
        scene.proposals[ref] = try Proposal.evolve(
            nil,
            event(
                1, .drafted, nil, definition.initial,
                [
                    "lifecycle": .object(reference.json), "proposer": .optional(scene.registry.partnerOrder.first),
                    "fields": .object(fields), "text_digest": "0",
                ]))
        guard state != definition.initial else { return }
        let present = try #require(scene.proposals[ref])
        scene.proposals[ref] = try Proposal.evolve(
            present, event(2, .moved, definition.initial, state, ["transition": .string(transition), "inputs": [:]]))
    }

    /// So many proposals whose amounts, each with cents, make exactly a sum.
    mutating func add(
        _ count: Int, worth total: String, _ state: String, at day: String? = nil, _ fields: (Int) -> JSONObject
    ) throws {
        for (index, amount) in try Works.parts(count, of: total).enumerated() {
            var all = fields(index)
            all["budget"] = ["amount": .string(amount), "currency": "USD"]
            try add(all, state, at: day)
        }
    }

    func make(_ id: String, _ parameters: [String: String] = [:]) throws -> ViewResult {
        let view = try #require(views.first { $0.id == id }, "\(id)")
        return try view.make(from: scene.snapshot(as: Office(role: "admin"), everything: true), parameters)
    }

    func findings(_ id: String) throws -> [String] {
        try make(id).totals["findings"]?.array?.compactMap { $0["sentence"]?.string } ?? []
    }
}
