import CanonicalJSON
import DefinitionFiles
import Lifecycle
import Proposals
import ViewDefinitions
import Views

extension Office {
    static func proposer(_ partner: String) -> Office { Office(role: "proposer", partner: partner) }
    static func contactPoint(_ partner: String) -> Office { Office(role: "contact-point", partner: partner) }
    static func coordinator(_ group: String) -> Office { Office(role: "regional-coordinator", group: group) }
    static func leader(_ partner: String) -> Office { Office(role: "som-leader", partner: partner) }
    static let infoboard = Office(role: "infoboard-officer")
    static let auditor = Office(role: "auditor")
}

/// A trial of the first forum, as its files describe it, with invented proposals brought through their moves.
struct Trial {
    var scene: Scene
    let views: [ViewDefinition]

    /// It is 5 January 2026; SOMs in November 2025 (held), March and October 2026.
    init() throws {
        let forum = try Repository.forum("asem")
        views = forum.views.map(\.definition)
        scene = try Scene("asem-trial", Trial.settings(forum), now: "2026-01-05T09:00:00Z")
        for partner in forum.partners {
            try scene.change(
                .admitPartner(
                    Partner(
                        id: partner.id, name: partner.name, attributes: partner.attributes, joined: partner.joined)))
        }
        for lifecycle in forum.lifecycles { try scene.load(lifecycle) }
        for (id, starts, ends) in [
            ("som-2025-2", "2025-11-04", "2025-11-05"), ("som-2026-1", "2026-03-24", "2026-03-25"),
            ("som-2026-2", "2026-10-13", "2026-10-14"),
        ] {
            try scene.change(
                .schedule(
                    Meeting(
                        id: id, kind: "som", name: id.uppercased(), starts: Scene.day(starts), ends: Scene.day(ends),
                        city: "Nowhere")))
        }
        try scene.change(
            .hold(meeting: "som-2025-2", starts: Scene.day("2025-11-04"), ends: Scene.day("2025-11-05")))
    }

    static func settings(_ forum: ForumFile.Forum) -> ForumSettings {
        let definition = forum.definition
        var settings = ForumSettings(
            name: definition.name, refPrefix: "TRIAL", meetingRole: definition.duties.meetings,
            accountRole: definition.duties.accounts, auditRole: definition.duties.audit, mark: "TRIAL")
        for group in definition.groups {
            settings.groups[group.id] = .init(attributes: group.attributes, partners: group.partners)
        }
        settings.views = forum.views.map(\.json)
        settings.listing = definition.listing.map { ListingRule(role: $0.role, meetingKind: $0.meetingKind) }
        settings.contacts = definition.contacts.map {
            ContactRule(role: $0.role, ownRole: $0.ownRole, subjects: $0.subjects, everyDays: $0.everyDays)
        }
        return settings
    }

    func make(
        _ id: String, _ parameters: [String: String] = [:], from snapshot: ForumSnapshot? = nil
    ) throws -> ViewResult {
        guard let view = views.first(where: { $0.id == id }) else { throw Scene.Surprise(description: "no view \(id)") }
        return try view.make(from: snapshot ?? scene.snapshot(as: .auditor, everything: true), parameters)
    }

    func fault(_ id: String, _ parameters: [String: String], from snapshot: ForumSnapshot? = nil) throws -> ViewFault {
        do {
            _ = try make(id, parameters, from: snapshot)
            throw Scene.Surprise(description: "\(id) was made")
        } catch let fault as ViewFault {
            return fault
        }
    }

    // MARK: proposals

    static func fields(_ title: String, starts: String, ends: String, areas: [String] = ["connectivity"]) -> JSONObject
    {
        [
            "title": .string(title), "objective": "An objective.", "goals": "Goals.", "rationale": "A rationale.",
            "guidance": ["Statement of a summit"], "outline": "An outline.", "location": "Nowhere",
            "starts": .string(starts), "ends": .string(ends), "expected_outcomes": "A report.",
            "prime_actors": ["government"], "audience": "Officials.",
            "cost": ["currency": "EUR", "amount": "1500.25"], "finance": "By the organisers.",
            "mutual_benefit": "For both.", "contribution": "It contributes.", "pillar": "economic",
            "focus_areas": .strings(areas),
            "organisers": [
                ["partner": "FR", "contact": .string(contact)], ["partner": "VN"], ["organisation": "An institute"],
            ],
        ]
    }

    static let contact = "commitment:" + String(repeating: "0a", count: 32)

    mutating func draft(_ ref: String, _ fields: JSONObject) throws {
        try scene.act(
            .draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil), on: ref, as: .proposer("FR"))
    }

    mutating func circulate(_ ref: String, track: String = "work-programme") throws {
        try scene.act(
            .advance(transition: "circulate", inputs: ["track": .string(track)], decidedAt: nil, signature: nil),
            on: ref,
            as: .proposer("FR"))
    }

    /// Positions of everybody but those named.
    mutating func support(_ ref: String, but: [String] = []) throws {
        for partner in scene.registry.partnerOrder where !but.contains(partner) {
            try scene.act(.takePosition(StatedPosition(stance: .support)), on: ref, as: .contactPoint(partner))
        }
    }

    mutating func confirm(_ ref: String) throws {
        try scene.act(
            .advance(transition: "confirm", inputs: [:], decidedAt: nil, signature: nil), on: ref,
            as: .coordinator("NESA"))
    }

    mutating func bless(_ ref: String, at meeting: String) throws {
        try scene.act(
            .advance(transition: "bless", inputs: ["meeting": .string(meeting)], decidedAt: nil, signature: nil),
            on: ref,
            as: .leader("JP"))
    }

    mutating func wait(until text: String) { scene.now = Scene.instant(text) }

    /// Lets the SOM of March pass.
    mutating func holdMarch() throws {
        wait(until: "2026-03-25T12:00:00Z")
        try scene.change(
            .hold(meeting: "som-2026-1", starts: Scene.day("2026-03-24"), ends: Scene.day("2026-03-25")))
    }
}
