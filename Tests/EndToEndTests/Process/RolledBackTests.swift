import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import TestSupport
import Testing

/// A database that went back in time under a server that runs: nothing that the server remembers beyond it counts.
@Suite struct RolledBackTests {
    private func attack(_ world: World, _ sql: String) async throws {
        let connection = try await world.database.connect(role: .superuser)
        try await connection.runScript("SET session_replication_role = replica; \(sql)")
        await connection.close()
    }

    /// Takes the events of a stream after a version out of the end of the record, with what stands on them.
    private func rollBack(_ world: World, _ stream: String, to version: Int64) async throws {
        try await attack(
            world,
            """
            DELETE FROM event WHERE forum = 'mini' AND stream = '\(stream)' AND version > \(version);
            UPDATE forum_head SET next_position = (SELECT max(position) + 1 FROM event WHERE forum = 'mini')
                WHERE forum = 'mini';
            UPDATE forum AS f SET (registry_version, registry_digest) = (
                    SELECT version, digest FROM event AS e WHERE e.forum = f.forum AND e.stream = 'registry'
                    ORDER BY version DESC LIMIT 1)
                WHERE forum = 'mini';
            UPDATE proposal AS p SET not_heard = (SELECT not_heard FROM kept AS k WHERE k.ref = p.ref)
                WHERE forum = 'mini';
            UPDATE proposal AS p SET (version, state, last_digest, recorded_at) = (
                    SELECT version, to_state, digest, recorded_at FROM event AS e
                    WHERE e.forum = p.forum AND e.stream = p.ref ORDER BY version DESC LIMIT 1)
                WHERE forum = 'mini';
            """)
    }

    /// Remembers who is not heard yet, for when the events are gone that say otherwise.
    private func keep(_ world: World) async throws {
        try await attack(world, "CREATE TABLE kept AS SELECT ref, not_heard FROM proposal WHERE forum = 'mini'")
    }

    private func registryVersion(_ world: World) async throws -> Int64 {
        let connection = try await world.database.connect(role: .owner)
        let version: Int64 = try await connection.query("SELECT registry_version FROM forum WHERE forum = 'mini'")
            .value()
        await connection.close()
        return version
    }

    @Test func anOfficeThatIsGoneActsNoMore() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            try await keep(world)
            let before = try await registryVersion(world)
            // The auditor becomes a Contact Point, and acts as one.
            let root = try await world.root()
            try await root.ok("APPOINT mini mini/auditor", ["role": "contact-point", "partner": "TH"])
            let auditor = try await world.user("auditor", of: "mini")
            try await auditor.ok("POSITION \(ref) support", ["partner": "TH"])
            let version = try #require(try await auditor.ok("SHOW \(ref)")["version"]?.integer)

            try await rollBack(world, ref, to: version - 1)
            try await rollBack(world, "registry", to: before)
            let failure = try await auditor.refused("POSITION \(ref) support", ["partner": "TH"])
            #expect(failure.code == .forbidden || failure.code == .refused, "\(failure)")
            #expect(try await auditor.ok("SHOW \(ref)")["version"]?.integer == version - 1)
            try await world.user("pr-FR", of: "mini").ok("NOTE \(ref)", ["text": "It goes on."])
            #expect(try await auditor.ok("SHOW \(ref)")["version"]?.integer == version)
        }
    }

    /// The database went on from there by another server: the same version, and another event.
    @Test func aVersionThatWasRolledBackIsNeverShown() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            try await keep(world)
            let reader = try await world.user("cp-DE", of: "mini")
            let version = try #require(try await reader.ok("SHOW \(ref)")["version"]?.integer)
            try await reader.ok("POSITION \(ref) objection", ["reason": "No."])
            let first = try await reader.ok("SHOW \(ref)")
            try await rollBack(world, ref, to: version)
            #expect(try await reader.ok("SHOW \(ref)")["version"]?.integer == version)

            try await reader.ok("POSITION \(ref) objection", ["reason": "No."])
            _ = try await reader.ok("SHOW \(ref)")
            try await rollBack(world, ref, to: version)
            try await world.user("cp-DE", of: "mini", on: 1).ok("POSITION \(ref) support")
            let second = try await reader.ok("SHOW \(ref)")
            #expect(second["version"] == first["version"] && second["positions"] != first["positions"])
            try await world.user("pr-FR", of: "mini").ok("NOTE \(ref)", ["text": "It goes on."])
        }
    }
}
