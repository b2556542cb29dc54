import CanonicalJSON
import DefinitionFiles
import Lifecycle

/// A forum to load, with the accounts that a test needs in it.
struct ForumSeed: Sendable {
    var id: String
    var settings: JSONObject
    var partners: [PartnersFile.Entry]
    var lifecycles: [LifecycleDefinition]
    /// The partners that propose.
    var proposers: [String]
    /// The groups that have a coordinator.
    var groups: [String]
    /// The partners whose SOM leader has an account.
    var leaders: [String]

    /// An account with the one appointment that it holds.
    struct Holder: Sendable {
        var slug: String
        var appointment: JSONObject
    }

    /// The real forum with all its partners, from the files that are loaded in earnest.
    static func asem() throws -> ForumSeed {
        let forum = try ForumFile.load(Repository.path("schema/forums/asem"))
        return ForumSeed(
            id: "asem", settings: settings(forum.definition, prefix: forum.definition.refPrefix),
            partners: forum.partners, lifecycles: forum.lifecycles, proposers: ["FR", "DE", "JP"],
            groups: forum.definition.groups.map(\.id), leaders: ["FR", "KH"])
    }

    /// A small body under the same rules: what needs many full rounds is quicker with four partners.
    static func mini() throws -> ForumSeed {
        var seed = try asem()
        seed.id = "mini"
        seed.settings["name"] = "A body of four"
        seed.settings["ref_prefix"] = "MINI"
        seed.partners = seed.partners.filter { ["DE", "FR", "JP", "TH"].contains($0.id) }
        seed.proposers = ["FR", "DE", "JP", "TH"]
        seed.groups = ["ASEAN", "EEAS"]
        seed.settings["groups"] = [
            "ASEAN": ["attributes": ["group": ["ASEAN"]]], "EEAS": ["attributes": ["region": ["Europe"]]],
        ]
        seed.leaders = ["FR", "TH"]
        return seed
    }

    private static func settings(_ definition: ForumDefinition, prefix: String) -> JSONObject {
        let groups = definition.groups.map { group in
            JSONObject.Member(
                key: group.id,
                value: [
                    "attributes": .object(
                        JSONObject(group.attributes.map { JSONObject.Member(key: $0, value: .strings($1)) })),
                    "partners": .strings(group.partners),
                ])
        }
        return [
            "name": .string(definition.name), "ref_prefix": .string(prefix),
            "meeting_role": .string(definition.duties.meetings), "account_role": .string(definition.duties.accounts),
            "audit_role": .string(definition.duties.audit), "groups": .object(JSONObject(groups)),
        ]
    }

    /// The partners' ids, in the order of the file.
    var partnerIDs: [String] { partners.map(\.id) }

    /// Everybody: `cp-FR`, `pr-FR`, `rc-ASEAN`, `som-FR`, `board`, `host`, `auditor`, `admin`.
    var holders: [Holder] {
        partners.map { Holder(slug: "cp-\($0.id)", appointment: ["role": "contact-point", "partner": .string($0.id)]) }
            + proposers.map { Holder(slug: "pr-\($0)", appointment: ["role": "proposer", "partner": .string($0)]) }
            + groups.map {
                Holder(slug: "rc-\($0)", appointment: ["role": "regional-coordinator", "group": .string($0)])
            }
            + leaders.map { Holder(slug: "som-\($0)", appointment: ["role": "som-leader", "partner": .string($0)]) }
            + [
                Holder(slug: "board", appointment: ["role": "infoboard-officer"]),
                Holder(slug: "host", appointment: ["role": "meeting-host"]),
                Holder(slug: "auditor", appointment: ["role": "auditor"]),
                Holder(slug: "admin", appointment: ["role": "admin"]),
            ]
    }
}
