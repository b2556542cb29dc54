import CanonicalJSON
import LineClient
import LineProtocol

/// Proposals in several states, to which things are done that must not succeed. FR proposes; DE and JP organise.
struct Scene: Sendable {
    let world: World
    /// Refs by the names under which requests speak of them: `{draft}`, `{circulated}`, ….
    let refs: [String: String]

    static func make(_ world: World) async throws -> Scene {
        let partners = try Seed.partners("mini")
        try await world.heldMeeting(of: "mini")
        let host = try await world.user("host", of: "mini")
        try await host.ok("MEETING mini SOM-2", ["kind": "som", "starts": "2020-05-01", "ends": "2020-05-02"])
        try await host.ok("MEETING mini FMM-1", ["kind": "fmm", "starts": "2020-05-01", "ends": "2020-05-02"])
        try await host.ok("HELD mini FMM-1", ["starts": "2020-05-01", "ends": "2020-05-02"])
        let root = try await world.root()
        let yesterday = try await world.today().adding(days: -1)
        try await add(
            "gone", ["role": "contact-point", "partner": "TH", "from": "2020-01-01", "until": .string("\(yesterday)")],
            root)
        var refs = ["draft": try await world.draft("alpha", of: "mini")]
        for name in ["circulated", "second", "consensus", "blessed"] {
            refs[name] = try await world.circulated(name, of: "mini")
        }
        // A partner that joins after the circulation is on no roster.
        try await root.ok(
            "PARTNER mini CH",
            [
                "name": "Switzerland", "joined": .string("\(yesterday)"),
                "attributes": ["region": "Europe", "group": "other", "kind": "country"],
            ])
        try await add("late", ["role": "contact-point", "partner": "CH"], root)
        let scene = Scene(world: world, refs: refs)
        let proposer = try await world.user("pr-FR", of: "mini")
        try await proposer.ok(scene.fill("ADVANCE {second} recirculate"), ["reason": "Again."])
        for partner in partners {
            let speaker = try await world.user("cp-\(partner)", of: "mini")
            for name in ["consensus", "blessed"] { try await speaker.ok(scene.fill("POSITION {\(name)} support")) }
        }
        let coordinator = try await world.user("rc-ASEAN", of: "mini")
        for name in ["consensus", "blessed"] { try await coordinator.ok(scene.fill("ADVANCE {\(name)} confirm")) }
        let leader = try await world.user("som-TH", of: "mini")
        try await leader.ok(scene.fill("ADVANCE {blessed} bless"), ["meeting": "SOM-1"])
        return scene
    }

    /// An account that no other test has, with a token.
    private static func add(_ slug: String, _ appointment: JSONObject, _ root: User) async throws {
        try await root.ok("ACCOUNT mini", ["account": .string(slug), "appointments": [.object(appointment)]])
        let token = try await root.ok("TOKEN mini/\(slug)")["token"]?.string
        Seed.keep(token, of: "mini/\(slug)")
    }

    /// A request with its refs.
    func fill(_ words: String) -> String {
        refs.reduce(words) { text, ref in text.replacing("{\(ref.key)}", with: ref.value) }
    }

    /// Sends a line as it is; answers all that came back to it.
    func replies(to line: String, as slug: String?, of forum: String = "mini") async throws -> [Reply] {
        let client: LineClient
        if let slug {
            client = try await world.user(slug, of: forum).client
        } else {
            client = try await world.server.connect()
        }
        var replies: [Reply] = []
        for try await reply in try client.send(line: fill(line)) { replies.append(reply) }
        await client.close()
        return replies
    }

    /// Every proposal as its auditor sees it: with its version, state and positions.
    func versions() async throws -> [JSONObject] {
        let auditor = try await world.user("auditor", of: "mini")
        var shown: [JSONObject] = []
        for ref in refs.values.sorted() { shown.append(try await auditor.ok("SHOW \(ref)")) }
        await auditor.leave()
        return shown
    }
}
