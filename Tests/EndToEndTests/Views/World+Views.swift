import CanonicalJSON
import DefinitionFiles
import Testing

extension World {
    /// Gives a forum the lists and reports of the first forum's own files, with its rules of listings and contacts.
    func setViews(of forum: String) async throws {
        let loaded = try ForumFile.load(Repository.path("schema/forums/asem"))
        let root = try await root()
        var settings = try await root.ok("FORUM \(forum)")
        for key in ["forum", "registry_version", "partners", "lifecycles"] { settings[key] = nil }
        settings["views"] = .array(loaded.views.map(\.json))
        settings["listing"] = ["role": "regional-coordinator", "meeting_kind": "som"]
        settings["contacts"] = [
            "role": "infoboard-officer", "own_role": "contact-point", "subjects": ["sector"], "every_days": 90,
        ]
        #expect(try await root.ok("FORUM \(forum)", settings)["events"] == ["forum-changed"])
        await root.leave()
    }
}
