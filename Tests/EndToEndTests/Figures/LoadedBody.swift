import CanonicalJSON
import LineClient

@testable import Terminal

/// A body of schema/ on a real server, loaded by the command line, with somebody in each role.
struct LoadedBody: Sendable {
    let world: World
    let forum: String
    private let users: [String: User]

    /// Loads a forum's folder under another name, and opens an account for each of these offices.
    static func load(
        _ folder: String, as forum: String, prefix: String, _ world: World, _ offices: [String: JSONObject],
        with options: [String] = []
    ) async throws -> LoadedBody {
        let root = try await world.root()
        let loaded = LoadedBody(world: world, forum: forum, users: [:])
        _ = try await loaded.printed(
            [
                "forum", "load", Repository.path("schema/forums/\(folder)"), "--as", forum, "--prefix", prefix,
            ] + options)
        var users = ["admin": root]
        for (name, office) in offices {
            try await root.ok("ACCOUNT \(forum)", ["account": .string(name), "appointments": [.object(office)]])
            guard let token = try await root.ok("TOKEN \(forum)/\(name)")["token"]?.string else {
                throw Unexpected("\(name) has no token")
            }
            users[name] = try await world.server.login("\(forum)/\(name)", token: token)
        }
        return LoadedBody(world: world, forum: forum, users: users)
    }

    /// What a request of an office answers; a refusal fails the test.
    @discardableResult
    func ok(_ name: String, _ words: String, _ object: JSONObject) async throws -> JSONObject {
        try await user(name).ok(words, object)
    }

    /// The rows of an answer to an office.
    func rows(_ name: String, _ words: String) async throws -> [JSONObject] { try await user(name).rows(words) }

    private func user(_ name: String) throws -> User {
        guard let user = users[name] else { throw Unexpected("there is no \(name)") }
        return user
    }

    /// What the command line prints for its administrator.
    func printed(_ arguments: [String]) async throws -> String {
        let (status, text) = try await CommandLineUser.run(arguments, world)
        guard status == .done else { throw Unexpected("chancery \(arguments): \(text.suffix(2000))") }
        return text
    }

    /// The lines of a view as comma-separated values.
    func csv(_ view: String, _ more: String...) async throws -> [String] {
        try await printed(["view", view, "--forum", forum, "--csv"] + more).split(separator: "\r\n").map(String.init)
    }

    /// What a view says where computed and printed figures differ.
    func findings(_ view: String) async throws -> [String] {
        let user = try await world.root()
        let answer = try await user.ok("VIEW \(forum) \(view)")
        await user.leave()
        return answer["totals"]?["findings"]?.array?.compactMap { $0["sentence"]?.string } ?? []
    }
}
