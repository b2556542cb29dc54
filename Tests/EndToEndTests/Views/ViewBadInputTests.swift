import CanonicalJSON
import LineProtocol
import PostgresStore
import ProposalService
import Proposals
import Testing

/// Bad input of VIEW, LISTING and CONTACT: one error that names what is wrong, and nothing is changed.
@Suite struct ViewBadInputTests {
    static let wrong: [Wrong] = [
        Wrong("auditor", "VIEW", .missingArgument, "forum"),
        Wrong("auditor", "VIEW nowhere", .notFound, "nowhere"),
        Wrong("auditor", "VIEW nowhere focus", .notFound, "nowhere"),
        Wrong("auditor", "VIEW mini budget", .notFound, "work-programme"),
        Wrong("auditor", "VIEW mini focus now", .extraArgument, "now"),
        Wrong("auditor", "VIEW mini focus colour=red", .extraArgument, "colour"),
        Wrong("auditor", "VIEW mini at=2026-01-01T00:00:00Z", .badField, "view"),
        Wrong("auditor", "VIEW mini focus at=yesterday", .badField, "instant"),
        Wrong("auditor", "VIEW mini focus at=2199-01-01T00:00:00Z", .badField, "still to come"),
        Wrong("auditor", "VIEW mini focus on=2026-02-30", .badField, "not a valid date"),
        Wrong("auditor", "VIEW mini focus on=2199-01-01", .badField, "still to come"),
        Wrong("auditor", "VIEW mini focus format=pdf", .badField, "csv, svg, atom, ical"),
        Wrong("auditor", "VIEW mini focus format=ical", .badField, "it can as csv"),
        Wrong("auditor", #"VIEW mini focus {"by":"luck"}"#, .badField, "area, pillar"),
        Wrong("auditor", #"VIEW mini focus {"by":["area"]}"#, .badField, "a text or a number"),
        Wrong("auditor", #"VIEW mini focus {"since":"x"}"#, .badField, "it takes by"),
        Wrong("auditor", #"VIEW mini agenda {"meeting":"SOM-9"}"#, .badField, "not a meeting"),
        Wrong("auditor", #"VIEW mini agenda {"meeting":"FMM-1"}"#, .badField, "fmm"),
        Wrong("auditor", "VIEW mini coordinators-list", .badField, "ASEAN, EEAS"),
        Wrong("auditor", #"VIEW mini coordinators-list {"group":"Moon"}"#, .badField, "not a group"),
        Wrong("auditor", #"VIEW mini coordinators-list {"group":"EEAS","year":"soon"}"#, .badField, "four digits"),
        Wrong("auditor", #"VIEW mini contacts {"subject":"moon"}"#, .badField, "sector"),
        Wrong("auditor", "VIEW mini focus key=k", .extraArgument, "key"),
        Wrong(nil, "VIEW mini focus", .notFound, "announcements, archive"),
        Wrong(nil, "LISTING mini EEAS {\"year\":2099}", .notLoggedIn, "LISTING"),
        Wrong("rc-EEAS", "LISTING mini EEAS", .missingArgument, "object"),
        Wrong("rc-EEAS", "LISTING mini EEAS {}", .badField, "year"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099}"#, .badField, "refs"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":"{circulated}"}"#, .badField, "refs"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":[7]}"#, .badField, "refs"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":[]}"#, .badField, "1 to 200"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":["MINI-2026-9999"]}"#, .badField, "you can see"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":["{draft}"]}"#, .badField, "you can see"),
        Wrong(
            "rc-EEAS", #"LISTING mini EEAS {"year":2099,"refs":["{circulated}","{circulated}"]}"#, .badField, "twice"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":99,"refs":["{circulated}"]}"#, .badField, "not a year"),
        Wrong(
            "rc-EEAS", #"LISTING mini EEAS {"year":2099,"submit":true,"refs":["{circulated}"]}"#, .badField, "submit"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2099,"submit":true}"#, .notFound, "draw it up first"),
        Wrong("rc-EEAS", #"LISTING mini Moon {"year":2099,"refs":["{circulated}"]}"#, .badField, "not a group"),
        Wrong("rc-ASEAN", #"LISTING mini EEAS {"year":2099,"refs":["{circulated}"]}"#, .forbidden, "of EEAS"),
        Wrong(
            "rc-ASEAN", #"LISTING mini ASEAN {"year":2099,"refs":["{circulated}"]}"#, .badField, "no partner of ASEAN"),
        Wrong("auditor", #"LISTING mini EEAS {"year":2099,"refs":["{circulated}"]}"#, .forbidden, "of EEAS"),
        Wrong("rc-EEAS", #"LISTING mini EEAS {"year":2020,"refs":["{circulated}"]}"#, .refused, "was held"),
        Wrong("cp-FR", "CONTACT mini {}", .badField, "subject"),
        Wrong("cp-FR", contact("about", "customs", without: "name"), .badField, "name"),
        Wrong("cp-FR", contact("name", " "), .badField, "name"),
        Wrong("cp-FR", contact("name", "commitment:00"), .badField, "name"),
        Wrong("cp-FR", contact("from", "soon"), .badField, "from"),
        Wrong("cp-FR", contact("until", "2020-01-01"), .badField, "until"),
        Wrong("cp-FR", contact("subject", "moon"), .badField, "contacts are for"),
        Wrong("cp-FR", contact("partner", "XX"), .forbidden, "XX"),
        Wrong("board", contact("partner", "XX"), .badField, "not a partner"),
        Wrong("cp-FR", contact("colour", "red"), .badField, "colour"),
        Wrong("cp-FR", contact("partner", "DE"), .forbidden, "contact-point of DE"),
        Wrong("auditor", contact("about", "customs"), .forbidden, "infoboard-officer"),
        Wrong("cp-FR", #"CONTACT mini {"end":7,"until":"2099-01-01"}"#, .notFound, "contact 7"),
        Wrong("cp-FR", #"CONTACT mini {"end":7}"#, .badField, "until"),
        Wrong("cp-FR", #"CONTACT mini {"circulate":true}"#, .forbidden, "circulate"),
        Wrong("board", #"CONTACT mini {"circulate":true}"#, .refused, "no contact point"),
    ]

    /// A CONTACT that would do, but for one member.
    private static func contact(_ key: String, _ value: String, without missing: String? = nil) -> String {
        var object: JSONObject = [
            "subject": "sector", "about": "energy", "partner": "FR", "name": "Ann", "from": "2026-01-01",
        ]
        object[key] = .string(value)
        if let missing { object[missing] = nil }
        return "CONTACT mini " + JSONValue.object(object).canonicalText
    }

    /// A draft and a circulated proposal in a forum with views, a SOM of 2020 and one of today.
    private func scene(_ world: World) async throws -> Scene {
        try await world.heldMeeting(of: "mini")
        let host = try await world.user("host", of: "mini")
        for (id, kind) in [("SOM-2", "som"), ("FMM-1", "fmm")] {
            try await host.ok(
                "MEETING mini \(id)", ["kind": .string(kind), "starts": "2020-05-01", "ends": "2020-05-02"])
            try await host.ok("HELD mini \(id)", ["starts": "2020-05-01", "ends": "2020-05-02"])
        }
        try await world.setViews(of: "mini")
        let draft = try await world.draft("alpha", of: "mini")
        return Scene(
            world: world, refs: ["draft": draft, "circulated": try await world.circulated("beta", of: "mini")])
    }

    @Test(.timeLimit(.minutes(60))) func eachEndsInOneErrorAndChangesNothing() async throws {
        try await World.with { world in
            let scene = try await scene(world)
            let before = try await world.length("mini")
            for wrong in Self.wrong {
                let replies = try await scene.replies(to: "x1 " + wrong.line, as: wrong.slug)
                guard replies.count == 1, case .error(let tag, let failure)? = replies.first else {
                    Issue.record("\(wrong): \(replies.map(\.line))")
                    continue
                }
                let text = JSONValue.object(failure.object).canonicalText
                #expect(tag.text == "x1")
                #expect(failure.code == wrong.code, "\(wrong): \(failure)")
                #expect(text.contains(wrong.names), "\(wrong): \(text)")
                #expect(failure.effect == .none && !failure.advice.isEmpty)
            }
            #expect(try await world.length("mini") == before)
        }
    }

    /// A view that cannot be read is refused when the forum is set, and named.
    @Test func aForumWithAWrongViewIsRefused() async throws {
        try await World.with { world in
            let root = try await world.root()
            var settings = try await root.ok("FORUM mini")
            for key in ["forum", "registry_version", "partners", "lifecycles"] { settings[key] = nil }
            settings["views"] = [["id": "mine", "label": "Mine", "kind": "table", "columns": [["key": "a"]]]]
            let failure = try await root.refused("FORUM mini", settings)
            #expect(failure.code == .badField && failure.message.contains("view \"mine\""))
            settings["views"] = ["mine"]
            #expect(try await root.refused("FORUM mini", settings).message.contains("view number 1"))
            settings["views"] = []
            settings["contacts"] = ["role": "board", "subjects": []]
            #expect(try await root.refused("FORUM mini", settings).message.contains("subjects"))
        }
    }

    /// The same key and content has its effect once; names are found again, and erased ones are said to be.
    @Test func listsAndContactsOverTheLine() async throws {
        try await World.with { world in
            let scene = try await scene(world)
            let coordinator = try await world.user("rc-EEAS", of: "mini")
            let refs: JSONObject = ["year": 2099, "refs": [.string(scene.fill("{circulated}"))]]
            let first = try await coordinator.ok("LISTING mini EEAS key=list-1", refs)
            let again = try await coordinator.ok("LISTING mini EEAS key=list-1", refs)
            #expect(first["events"] == ["list-drawn"] && again["repeated"] == true)
            try await coordinator.ok("LISTING mini EEAS", ["year": 2099, "submit": true])
            #expect(
                try await coordinator.refused("LISTING mini EEAS", refs).message.contains("frozen"))
            let list = try await coordinator.rows("VIEW mini coordinators-list", ["year": 2099])
            #expect(list.map { $0["status"] } == ["submitted"])

            let speaker = try await world.user("cp-FR", of: "mini")
            let contact: JSONObject = [
                "subject": "sector", "about": "energy", "partner": "FR", "name": "Ann Example",
                "address": "ann@example.org", "from": "2026-01-01",
            ]
            #expect(try await speaker.ok("CONTACT mini", contact)["number"] == 1)
            let shown = try await speaker.rows("VIEW mini contacts")
            #expect(shown.first?["name"] == "Ann Example" && shown.first?["address"] == "ann@example.org")
            let events = try await world.server.store.record(forum: "mini", after: -1, limit: 10_000)
            let bytes = events.map { String(decoding: $0.sealed.bytes, as: UTF8.self) }.joined()
            #expect(!bytes.contains("Ann Example") && !bytes.contains("ann@example.org"))
        }
    }
}
