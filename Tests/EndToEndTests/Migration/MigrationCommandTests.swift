import CanonicalJSON
import Lifecycle
import LineProtocol
import TestSupport
import Testing

@testable import Terminal

/// `chancery lifecycle migrate`, from the plan in a file to the proposals that it names.
@Suite(.timeLimit(.minutes(60))) struct MigrationCommandTests {
    @Test func aPlanIsWrittenLookedThroughAndApplied() async throws {
        try await World.with { world in
            let root = try await world.root()
            let proposer = try await world.user("pr-FR", of: "mini")
            var refs: [String] = []
            for number in 0..<3 {
                refs.append(
                    try await proposer.ok("DRAFT mini", ["title": .string("Seminar \(number)")])["ref"]?.string ?? "")
            }
            let present = try #require(try ForumSeed.mini().lifecycles.first)
            try await root.ok("LIFECYCLE mini", ["definition": present.next(renaming: "consensus", to: "agreed").json])
            let absent = try await root.refused("LIFECYCLE mini asem-initiative version=99")
            #expect(absent.code == .notFound && absent.object["versions"] == [2, 3])
            #expect(absent.message == "asem-initiative has no version 99 in mini; it has 2, 3")
            let unknown = try await root.refused("LIFECYCLE mini nothing version=1")
            #expect(unknown.message == "nothing is not loaded in mini; it has asem-initiative")
            let plan = try TestRoot.freePath("plan.jsonl")
            func version(_ ref: String) async throws -> Int64? {
                try await root.ok("SHOW \(ref)")["lifecycle"]?["version"]?.integer
            }

            // A plan on the standard output that is empty is not passed over in silence.
            let empty = try await CommandLineUser.run(
                ["lifecycle", "migrate", "asem-initiative", "--forum", "asem", "--plan", "-"], world, as: "asem/admin")
            #expect(
                empty.status == .done
                    && empty.text == "chancery: nothing moves: no running proposal is at such an earlier version\n",
                "\(empty.text)")

            let planned = try await CommandLineUser.run(
                [
                    "lifecycle", "migrate", "asem-initiative", "--forum", "mini", "--state", "consensus=agreed",
                    "--plan", plan,
                ], world, as: "mini/admin")
            #expect(
                planned.status == .done && planned.text.contains("3 to migrate, 0 to stay; nothing was changed"),
                "\(planned.text)")
            for ref in refs { #expect(try await version(ref) == 2) }

            // A line is taken out: its proposal is not moved.
            let lines = try LocalFile.text(plan).split(separator: "\n").filter { !$0.contains(refs[1]) }
            #expect(lines.count == 2)
            try LocalFile.writeShared(lines.joined(separator: "\n") + "\n", to: plan)
            let applied = try await CommandLineUser.run(
                ["lifecycle", "migrate", "--apply", plan], world, as: "mini/admin")
            #expect(
                applied.status == .done && applied.text.contains("2 migrated, 0 migrated before, 0 stay, 0 refused"))
            #expect(try await [version(refs[0]), version(refs[1]), version(refs[2])] == [3, 2, 3])
            let again = try await CommandLineUser.run(
                ["lifecycle", "migrate", "--apply", plan], world, as: "mini/admin")
            #expect(again.status == .done && again.text.contains("0 migrated, 2 migrated before"))

            // A line that no longer holds is named, and moves nothing.
            let late = try TestRoot.freePath("late.jsonl")
            _ = try await CommandLineUser.run(
                [
                    "lifecycle", "migrate", "asem-initiative", "--forum", "mini", "--state", "consensus=agreed",
                    "--plan", late,
                ], world, as: "mini/admin")
            try await proposer.ok("REVISE \(refs[1])", ["title": "Another title"])
            let refused = try await CommandLineUser.run(
                ["lifecycle", "migrate", "--apply", late], world, as: "mini/admin")
            #expect(refused.status == .refused && refused.text.contains(refs[1]))
            #expect(refused.text.contains("1 line of the plan was refused; its proposal is as it was\n"))
            #expect(try await version(refs[1]) == 2)
        }
    }
}
