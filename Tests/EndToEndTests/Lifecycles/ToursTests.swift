import Bundles
import CanonicalJSON
import Foundation
import LineClient
import ProposalService
import Record
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// Every lifecycle in schema/, and one that was written from its page alone, driven over a real server by the tour of its forum:
/// what must be refused on the way is refused, and the proposal stands at its end.
@Suite struct ToursTests {
    /// A forum's folder, its trial, where its first proposal ends, and how many requests of the tour must be refused.
    struct Case: Sendable, CustomTestStringConvertible {
        var folder: String
        var trial: String
        var state: String
        var refusals: Int

        var testDescription: String { trial }
    }

    static let cases = [
        Case(folder: "schema/forums/asem", trial: "asem-trial", state: "reported", refusals: 5),
        Case(folder: "schema/forums/asean", trial: "asean-trial", state: "completed", refusals: 16),
        Case(
            folder: "schema/forums/asem-education", trial: "asem-education-trial", state: "concluded", refusals: 8),
        Case(folder: "schema/forums/mpac", trial: "mpac-trial", state: "completed", refusals: 5),
        Case(
            folder: "Tests/LifecycleTests/Definitions/town", trial: "town-trial", state: "settled", refusals: 14),
    ]

    @Test(.timeLimit(.minutes(60)), arguments: cases)
    func tourGoesToItsEnd(_ tour: Case) async throws {
        try await World.with(signer: try TestRoot.makeDirectory("signer")) { world in
            let (status, text) = try await CommandLineUser.run(["tour", Repository.path(tour.folder)], world)
            #expect(status == .done, "\(text.suffix(2000))")
            let lines = text.split(separator: "\n")
            #expect(lines.allSatisfy { $0.hasPrefix("TRIAL") }, "every line of a trial is marked")
            #expect(lines.filter { $0.contains(" ERR ") }.count == tour.refusals)

            let root = try await world.root()
            let shown = try await root.ok("SHOW TRIAL-2026-0001")
            #expect(shown["forum"] == .string(tour.trial))
            #expect(shown["state"] == .string(tour.state))
            // A contact that an amendment brings stands beside the record, as any other.
            if tour.trial == "asean-trial" {
                let agency = try #require(shown["fields"]?["implementing_agencies"]?.array?.first)
                #expect(agency["contact"] == "TRIAL: a desk")
            }
            // The events alone say the same.
            let version = try #require(shown["version"]?.integer)
            let replayed = try await root.ok("REPLAY TRIAL-2026-0001 version=\(version)")
            #expect(replayed["fields"] == shown["fields"] && replayed["state"] == shown["state"])
            try await bothFindItSound(tour.trial, world, root)
        }
    }

    /// Whatever a lifecycle makes possible, both verifiers know.
    private func bothFindItSound(_ forum: String, _ world: World, _ root: User) async throws {
        #expect(await world.server.service.sign(forum) == .signed)
        let key = try #require(try await root.ok("CHECKPOINT \(forum)")["key"]?.string)
        let policy = try WitnessPolicy(lines: ["log \(key)", "quorum none"])
        for subject in [forum, "TRIAL-2026-0001"] {
            let bundle = Array(
                try await root.rows("EXPORT \(subject)").compactMap { $0["text"]?.string }.joined().utf8)
            let report = try BundleVerifier.verify(bundle, trusted: policy)
            #expect(report.irregularities == [], "\(subject)")
            let second = try await SecondVerifier.verdicts(of: bundle, policy: policy, every: bundle.count + 1)
            #expect(second == ["sound"], "\(subject)")
        }
    }

    /// docs/tour.md is what the tour prints now. `CHANCERY_PRINT_PAGE=1` pastes it anew; that run fails on purpose.
    @Test(.timeLimit(.minutes(60))) func thePageIsWhatTheTourPrints() async throws {
        try await World.with { world in
            let (status, text) = try await CommandLineUser.run(["tour", Repository.path("schema/forums/asem")], world)
            #expect(status == .done, "\(text.suffix(2000))")
            let printed = TourPage.asRun(text).split(separator: "\n").map(String.init) + [TourPage.last]
            let page = try TourPage()
            if ProcessInfo.processInfo.environment["CHANCERY_PRINT_PAGE"] == "1" {
                try page.paste(printed)
                Issue.record("docs/tour.md was pasted anew; read what has changed")
                return
            }
            let (pasted, lasting) = (page.lines.map(TourPage.lasting), printed.map(TourPage.lasting))
            #expect(pasted.count == lasting.count, "docs/tour.md has \(pasted.count) lines, the tour \(lasting.count)")
            for (there, now) in zip(pasted, lasting) {
                try #require(there == now, "docs/tour.md is not what the tour prints (CHANCERY_PRINT_PAGE=1 pastes it)")
            }
        }
    }

    /// A server on which there was a tour takes another, of the same forum or of another one.
    @Test(.timeLimit(.minutes(60))) func toursFollowOneAnother() async throws {
        try await World.with { world in
            let (town, mpac) = (Self.cases[4], Self.cases[3])
            for (tour, trial, ref) in [
                (town, "town-trial", "TRIAL-2026-0001"), (town, "town-trial-2", "TRIAL2-2026-0001"),
                (mpac, "mpac-trial-3", "TRIAL3-2026-0001"),
            ] {
                let (status, text) = try await CommandLineUser.run(["tour", Repository.path(tour.folder)], world)
                #expect(status == .done, "\(text.suffix(2000))")
                #expect(text.contains("TRIAL  Loaded the forum \(trial): settings 1, "), "\(text.prefix(300))")
                let shown = try await world.root().ok("SHOW \(ref)")
                #expect(shown["forum"] == .string(trial) && shown["state"] == .string(tour.state))
            }
        }
    }
}
