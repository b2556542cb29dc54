import CanonicalJSON
import CivilTime
import LineClient

extension FreeText {
    /// What is written of a forum, its meetings, partners and people.
    static let registry: [FreeText] =
        ["name", "city", "country"].map { meeting($0, .name, 300) } + [meeting("source", .text, 2000)] + [
            registry("PARTNER name", .name, 200, by: "admin", "PARTNER mini ODD") { _ in ["joined": "2090-01-01"] },
            registry("ACCOUNT name", .name, 500, by: "admin", "ACCOUNT mini", reading: "ACCOUNTS mini") { number in
                ["account": .string("odd-\(number)"), "appointments": [["role": "auditor"]]]
            },
            forum, contact("about", .name, 200), contact("body", .name, 300), contact("name", .name, 500),
            contact("address", .name, 500), erasure("reason", 500), erasure("rule", 200),
        ]

    /// Each time of another account.
    private static func erasure(_ member: String, _ limit: Int) -> FreeText {
        FreeText(name: "ERASE \(member)", place: .name, limit: limit, stage: .forum) { scene, text, number in
            let admin = try scene.user("admin")
            try await admin.ok(
                "ACCOUNT mini",
                [
                    "account": .string("erased-\(number)"), "name": "TRIAL Ann",
                    "appointments": [["role": "auditor"]],
                ])
            var object: JSONObject = ["reason": "A wish."]
            object[member] = .string(text)
            return Said(
                answer: try await admin.ask("ERASE mini/erased-\(number)", object), reader: admin, reading: nil)
        }
    }

    /// The settings are given whole, with another name.
    private static let forum = FreeText(name: "FORUM name", place: .name, limit: 300, stage: .forum) { scene, text, _ in
        let root = try scene.user("root")
        var settings = try await root.ok("FORUM mini")
        for key in ["forum", "registry_version", "partners", "lifecycles"] { settings[key] = nil }
        settings["name"] = .string(text)
        return Said(answer: try await root.ask("FORUM mini", settings), reader: root, reading: "FORUM mini")
    }

    private static func meeting(_ member: String, _ place: Place, _ limit: Int) -> FreeText {
        registry("MEETING \(member)", place, limit, by: "host", "MEETING mini odd-\(member)") { _ in
            ["kind": "som", "starts": "2097-01-01", "ends": "2097-01-02"]
        }
    }

    /// Of another subject for each member, and each time from a later day, since one contact follows the other.
    private static func contact(_ member: String, _ place: Place, _ limit: Int) -> FreeText {
        registry("CONTACT \(member)", place, limit, by: "cp-DE", "CONTACT mini", reading: "VIEW mini contacts") {
            number in
            let day = CivilDate(year: 1999, month: 1, day: 1)?.adding(days: number)
            return [
                "subject": "sector", "about": .string("floods, \(member)"), "partner": "DE", "name": "TRIAL Ann",
                "from": .string(day?.description ?? ""),
            ]
        }
    }

    /// The last word of the name is the member that takes the text.
    private static func registry(
        _ name: String, _ place: Place, _ limit: Int, by slug: String, _ words: String, reading: String? = nil,
        _ object: @escaping @Sendable (Int) -> JSONObject
    ) -> FreeText {
        let member = name.split(separator: " ").last.map(String.init) ?? ""
        return FreeText(name: name, place: place, limit: limit, stage: .forum) { scene, text, number in
            var object = object(number)
            object[member] = .string(text)
            let user = try scene.user(slug)
            return Said(answer: try await user.ask(words, object), reader: user, reading: reading ?? words)
        }
    }
}
