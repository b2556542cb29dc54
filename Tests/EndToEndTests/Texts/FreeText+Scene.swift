import CanonicalJSON
import LineClient

extension FreeText.Scene {
    /// Those who write, read and move.
    static func people(_ world: World) async throws -> [String: User] {
        var people: [String: User] = [:]
        for slug in ["pr-FR", "cp-DE", "cp-FR", "cp-JP", "cp-TH", "rc-ASEAN", "som-FR", "host", "admin"] {
            people[slug] = try await world.user(slug, of: "mini")
        }
        people["root"] = try await world.root()
        return people
    }

    /// A proposal of its own in that stage; none where it is about the forum.
    static func open(_ stage: FreeText.Stage, _ number: Int, _ people: [String: User]) async throws -> Self {
        var scene = FreeText.Scene(users: people)
        guard stage != .forum else { return scene }
        let proposer = try scene.user("pr-FR")
        let draft = try await proposer.ok("DRAFT mini", Activity.complete(Activity.title(number)))
        scene.ref = draft["ref"]?.string ?? ""
        guard stage != .draft else { return scene }
        let track = stage == .information ? "information" : "work-programme"
        try await proposer.ok(
            "ADVANCE \(scene.ref) circulate", ["track": .string(track), "closes": "2030-01-01T00:00:00Z"])
        guard stage == .consensus else { return scene }
        for slug in ["cp-DE", "cp-FR", "cp-JP", "cp-TH"] {
            try await scene.user(slug).ok("POSITION \(scene.ref) support")
        }
        try await scene.user("rc-ASEAN").ok("ADVANCE \(scene.ref) confirm")
        return scene
    }
}
