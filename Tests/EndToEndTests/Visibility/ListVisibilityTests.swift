import CanonicalJSON
import CivilTime
import Lifecycle
import PostgresStore
import Proposals
import Testing

@testable import ProposalService

/// What the database selects for LIST and SEARCH is what ``Audience`` lets the reader see: for every class of reader, in every state,
/// whether it was circulated, returned or never circulated.
@Suite struct ListVisibilityTests {
    /// Each class of reader once, by the account; nil for a stranger.
    private static let readers: [String?] = [
        "mini/pr-FR", "mini/cp-FR", "mini/som-FR", "mini/cp-DE", "mini/pr-JP", "mini/cp-TH", "mini/som-TH",
        "mini/rc-ASEAN", "mini/board", "mini/host", "mini/auditor", "mini/admin", "mini/retired", "asem/cp-JP",
        "asem/admin", "server/admin", nil,
    ]

    /// Everything as the record has it, folded by the test.
    private struct Record {
        var registries: [String: Registry] = [:]
        var proposals: [Proposal] = []
        var now: Instant

        init(_ world: World, _ refs: [String]) async throws {
            let names = [Registry.serverForum, "mini", "asem"]
            let loaded = try await world.server.store.load(
                names.map { StreamCursor(forum: $0, stream: Event.registryStream, after: 0) }
                    + refs.map { StreamCursor(forum: "mini", stream: $0, after: 0) })
            now = loaded.now
            for (name, events) in zip(names, loaded.events) {
                var registry = Registry(forum: name)
                for event in events { try registry.evolve(event.sealed) }
                registries[name] = registry
            }
            for events in loaded.events.dropFirst(names.count) {
                proposals.append(try Proposal.replay(events.map(\.sealed)))
            }
        }

        /// What a viewer may see of each proposal.
        func access(of viewer: Viewer) throws -> [String: ReadAccess] {
            var access: [String: ReadAccess] = [:]
            for proposal in proposals {
                let definition = try #require(registries["mini"]?.lifecycles[proposal.lifecycle.digest])
                access[proposal.ref] = proposal.readAccess(of: viewer, definition)
            }
            return access.filter { $0.value != .nothing }
        }
    }

    private func fill(_ world: World) async throws -> [String] {
        try await world.heldMeeting(of: "mini")
        var refs: [String] = []
        for (number, route) in Route.all.enumerated() {
            refs.append(try await route.go(world, Activity.title(number + 100)))
        }
        refs.append(try await Situation.archive.make(world, title: Activity.title(200)))
        // One of which FR and JP are no insiders, and TH is one.
        refs.append(try await Situation.draft.make(world, title: Activity.title(201), by: "DE"))
        let root = try await world.root()
        try await root.ok("ACCOUNT mini", ["account": "retired", "name": "R. Etired", "appointments": []])
        Seed.keep(try await root.ok("TOKEN mini/retired")["token"]?.string, of: "mini/retired")
        await root.leave()
        return refs
    }

    @Test(.timeLimit(.minutes(60))) func theDatabaseSelectsWhatMayBeSeen() async throws {
        try await World.with { world in
            let refs = try await fill(world)
            let record = try await Record(world, refs)
            let states = Set(record.registries["mini"]?.lifecycles.values.flatMap(\.states).map(\.id) ?? [])
            #expect(Set(record.proposals.map(\.state)) == states, "a state that nothing is in")
            var seen: Set<[String: ReadAccess]> = []
            for account in Self.readers {
                var caller: Caller?
                if let account {
                    (caller, _) = try await world.server.service.authenticate(token: try Seed.token(account))
                }
                let viewer = Access.viewer(caller, record.registries, "mini", record.now)
                let access = try record.access(of: viewer)
                seen.insert(access)
                try await compare(access, viewer, caller, world, states)
            }
            // Strangers, offices for no partner, TH, FR and JP, and who reads everything: no two of them see the same.
            #expect(seen.count == 5)
        }
    }

    private func compare(
        _ access: [String: ReadAccess], _ viewer: Viewer, _ caller: Caller?, _ world: World, _ states: Set<String>
    ) async throws {
        let comment: Comment = "\(caller?.account ?? "a stranger")"
        let visibility = ListQuery.Visibility(viewer)
        let service = world.server.service
        let all = ListQuery(forum: "mini", visibility: .everything, limit: 1000)

        let rows = try await world.server.store.list(ListQuery(forum: "mini", visibility: visibility, limit: 1000))
        #expect(rows.map(\.row.ref) == access.keys.sorted(), comment)
        #expect(access.values.contains(.published) == (visibility == .published), comment)
        for (row, text) in rows.map({ ($0.row, $0.text) }) {
            let audience = Audience(
                isShared: row.isShared, insiders: text.insiders, isPublished: row.publishedFields != nil)
            #expect(audience.readAccess(of: viewer) == access[row.ref], comment)
        }

        // LIST says so too, whatever visibility it is called with.
        let listed = try await service.listed(all, caller)
        #expect(listed.compactMap { $0["ref"]?.string } == access.keys.sorted(), comment)
        for row in listed {
            #expect((row["published"] == true) == (access[row["ref"]?.string ?? ""] == .published), comment)
        }
        guard visibility != .published else { return }

        // A filter adds nothing, and takes no sight away.
        var found: Set<String> = []
        for state in states {
            var query = all
            query.states = [state]
            found.formUnion(try await service.listed(query, caller).compactMap { $0["ref"]?.string })
        }
        #expect(found == Set(access.keys), comment)
        // A word that stands in all of them.
        var query = all
        query.search = "things"
        let searched = try await service.listed(query, caller).compactMap { $0["ref"]?.string }
        #expect(searched == access.keys.sorted(), comment)
    }
}
