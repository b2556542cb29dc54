import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record

extension Office {
    static func contactPoint(_ partner: String) -> Office { Office(role: "contact-point", partner: partner) }
    static func proposer(_ partner: String) -> Office { Office(role: "proposer", partner: partner) }
    static func coordinator(_ group: String) -> Office { Office(role: "regional-coordinator", group: group) }
    static func somLeader(_ partner: String) -> Office { Office(role: "som-leader", partner: partner) }
    static let infoboard = Office(role: "infoboard-officer")
    static let host = Office(role: "meeting-host")
    static let auditor = Office(role: "auditor")
    static let admin = Office(role: "admin")

    static func mover(_ partner: String) -> Office { Office(role: "mover", partner: partner) }
    static func voice(_ partner: String) -> Office { Office(role: "voice", partner: partner) }
    static func steward(_ group: String) -> Office { Office(role: "steward", group: group) }
    static let registrar = Office(role: "registrar")
    static func doge(_ partner: String) -> Office { Office(role: "doge", partner: partner) }
}

extension World {
    /// A trial forum on the data, for whatever is invented here must not pass for the real one: 53 partners, the initiative's lifecycle, SOMs held and planned. It is 10 March 2026.
    static func asem() throws -> World { try asemForum.get() }
    /// A league of six cities in two circles whose charters follow another lifecycle.
    static func league() throws -> World { try leagueForum.get() }

    private static let asemForum = Result { try makeASEM() }
    private static let leagueForum = Result { try makeLeague() }

    static func digest(of definition: LifecycleDefinition) -> String { Digest.sha256(definition.canonicalBytes).hex }

    private static func makeASEM() throws -> World {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(asemSettings))
        for row in try Repository.lines("schema/forums/asem/partners.csv").dropFirst() {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let attributes = ["region": cells[2], "group": cells[3], "kind": cells[7]]
            try world.change(
                .admitPartner(
                    Partner(
                        id: cells[0], name: cells[1], attributes: attributes, joined: CivilDate("\(cells[6])-01-01"))))
        }
        let definition = try Repository.initiative()
        try world.change(.loadLifecycle(definition, digest: digest(of: definition)))
        for (id, kind, starts, ends) in [
            ("som-2025-2", "som", "2025-11-04", "2025-11-05"), ("som-2026-1", "som", "2026-03-24", "2026-03-25"),
            ("fmm-2026", "fmm", "2026-03-26", "2026-03-27"), ("som-2026-2", "som", "2026-10-13", "2026-10-14"),
        ] {
            try world.change(
                .schedule(Meeting(id: id, kind: kind, name: id.uppercased(), starts: day(starts), ends: day(ends))))
        }
        try world.change(.hold(meeting: "som-2025-2", starts: day("2025-11-04"), ends: day("2025-11-05")))
        world.now = instant("2026-03-10T09:00:00Z")
        return world
    }

    static let asemSettings = ForumSettings(
        name: "Asia-Europe Meeting (trial)", refPrefix: "ASEM", meetingRole: "meeting-host", accountRole: "admin",
        auditRole: "auditor",
        groups: [
            "ASEAN": .init(attributes: ["group": ["ASEAN"]], partners: ["ASEANSEC"]),
            "NESA": .init(attributes: ["group": ["NESA"]]),
            "Europe": .init(attributes: ["region": ["Europe"]]),
        ], mark: "TRIAL")

    private static func makeLeague() throws -> World {
        var world = World(forum: "league", now: "2026-01-05T08:00:00Z")
        try world.change(
            .setForum(
                ForumSettings(
                    name: "League of cities", refPrefix: "LC", meetingRole: "usher", accountRole: "warden",
                    auditRole: "reader")))
        for (id, circle) in [
            ("BRG", "north"), ("GNT", "north"), ("LUB", "north"), ("GEN", "south"), ("VEN", "south"), ("PIS", "south"),
        ] {
            try world.change(.admitPartner(Partner(id: id, name: "City \(id)", attributes: ["circle": circle])))
        }
        let definition = try Repository.charter()
        try world.change(.loadLifecycle(definition, digest: digest(of: definition)))
        for (id, kind, starts) in [("moot-1", "moot", "2026-04-10"), ("fair-1", "fair", "2026-04-10")] {
            try world.change(
                .schedule(Meeting(id: id, kind: kind, name: id, starts: day(starts), ends: day(starts))))
        }
        world.now = instant("2026-03-10T09:00:00Z")
        return world
    }
}

/// What stands in the texts of the tests. The values are invented, for an invented proposal.
enum Texts {
    static let contact = "commitment:" + String(repeating: "0a", count: 32)
    static let otherContact = "commitment:" + String(repeating: "1b", count: 32)

    static let organisers: JSONValue = [
        ["partner": "FR", "body": "Ministry of Examples", "contact": .string(contact)], ["partner": "VN"],
        ["organisation": "An institute"],
    ]

    /// Every field that a circulation on the work-programme track needs.
    static let initiative: JSONObject = [
        "title": "Trial seminar on harbours", "objective": "An objective.", "goals": "Goals.",
        "rationale": "A rationale.", "guidance": ["A statement"], "outline": "An outline.",
        "location": "Nowhere", "starts": "2026-06-01", "ends": "2026-06-03", "expected_outcomes": "A report.",
        "prime_actors": ["government", "civil-society"], "audience": "Officials.",
        "cost": ["currency": "EUR", "amount": "1500.00"], "finance": "By the organisers.",
        "mutual_benefit": "For both regions.", "contribution": "It contributes.", "organisers": organisers,
    ]

    /// The same of an activity that is over.
    static let past: JSONObject = {
        var fields = initiative
        fields["starts"] = "2009-06-01"
        fields["ends"] = "2009-06-03"
        return fields
    }()

    static let charter: JSONObject = ["title": "Charter of wells", "purpose": "Clean water.", "hosts": ["BRG", "VEN"]]
}
