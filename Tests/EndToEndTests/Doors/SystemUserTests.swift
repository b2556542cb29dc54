import CanonicalJSON
import Foundation
import Glibc
import LineClient
import LineProtocol
import TestSupport
import Testing

/// Logins over a UNIX socket without a token: the kernel says who it is, the settings say what that opens.
@Suite(.timeLimit(.minutes(60))) struct SystemUserTests {
    /// Users that no machine has.
    private static let (holder, stranger, unfounded) = (61_234, 61_235, 61_236)

    /// Runs a client command over the socket, as another user where this is root.
    private static func whoami(
        _ scene: TLSScene, as user: Int? = nil, token: String? = nil, _ more: [String] = []
    ) async throws -> ClientProgram.Ended {
        let change = user.map { ["setpriv", "--reuid", "\($0)", "--regid", "\($0)", "--clear-groups"] } ?? []
        let words = change + [try ThisBuild.chancery, "whoami"] + more
        var environment = ["CHANCERY_SERVER": "unix:\(scene.directory)/socket"]
        environment["CHANCERY_TOKEN"] = token
        return try await ClientProgram.run(
            words[0], Array(words.dropFirst()), environment: environment, in: scene.directory)
    }

    private static func with(_ forum: String, _ body: (TLSScene) async throws -> Void) async throws {
        let users = [
            "\(getuid())=server/admin", "\(holder)=\(forum)/pr-FR", "\(unfounded)=\(forum)/no-such-account",
        ]
        try await TLSScene.with(
            forum,
            options: { directory in
                // Other users must be able to come to the socket.
                chmod(directory, 0o711)
                return ["--socket", directory + "/socket"] + users.flatMap { ["--socket-user", $0] }
            }, body)
    }

    @Test func theUserOfTheSettingsNeedsNoToken() async throws {
        try await Self.with("socketuser") { scene in
            let own = try await Self.whoami(scene)
            #expect(own.status == 0 && own.output.hasPrefix("server/admin"), "\(own.errors)")
            // A token goes before the user, as before.
            let token = try Seed.token("\(scene.forum)/auditor")
            let other = try await Self.whoami(scene, token: token)
            #expect(other.status == 0 && other.output.hasPrefix("\(scene.forum)/auditor"), "\(other.errors)")
            let bad = try await Self.whoami(scene, token: "chy_0")
            #expect(bad.status == 1 && bad.errors.contains("token"), "\(bad.errors)")

            let client = try await LineClient.connect(
                to: .unix(path: scene.directory + "/socket"), options: .patient)
            #expect(client.methods == [.token, .user])
            let wrong = try await client.request(.auth, object: ["method": "user", "account": "server/other"])
            #expect(wrong.failure?.code == .unknownPeer)
            let answer = try await client.request(.auth, object: ["method": "user"]).get()
            #expect(answer["account"] == "server/admin" && answer["token"] == nil)
            try await User(account: "server/admin", client: client).ok("FORUMS")
            await client.close()
            // The same words over TLS prove nothing.
            let secured = try await scene.connect()
            let elsewhere = try await secured.request(.auth, object: ["method": "user"])
            #expect(elsewhere.failure?.code == .unknownPeer)
            await secured.close()
        }
    }

    @Test(.enabled(if: getuid() == 0, "another user is needed, whom only root can become"))
    func otherUsersAreTheirOwnOrNobody() async throws {
        try await Self.with("socketothers") { scene in
            let holder = try await Self.whoami(scene, as: Self.holder)
            #expect(holder.status == 0 && holder.output.hasPrefix("\(scene.forum)/pr-FR"), "\(holder.errors)")
            let stranger = try await Self.whoami(scene, as: Self.stranger)
            #expect(
                stranger.status == 2 && stranger.errors.contains("gives the system user of this command no account"),
                "\(stranger.errors)")
            let withToken = try await Self.whoami(
                scene, as: Self.stranger, token: try Seed.token("\(scene.forum)/auditor"))
            #expect(
                withToken.status == 0 && withToken.output.hasPrefix("\(scene.forum)/auditor"), "\(withToken.errors)")
            let unfounded = try await Self.whoami(scene, as: Self.unfounded)
            #expect(unfounded.status == 1 && unfounded.errors.contains("does not exist"), "\(unfounded.errors)")
            // The last appointment ends the login.
            try await scene.root.ok("APPOINT \(scene.forum) \(scene.account)", ["end": 1])
            let ended = try await Self.whoami(scene, as: Self.holder)
            #expect(ended.status == 1 && ended.errors.contains("your appointment as"), "\(ended.errors)")
        }
    }
}
