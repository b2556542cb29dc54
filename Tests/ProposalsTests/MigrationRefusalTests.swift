import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Plans that do not hold, each with what was wrong; a refused line moves nothing.
@Suite struct MigrationRefusalTests {
    /// Agreed charters, the second version loaded, and a line of a plan with one fault in it.
    private func refusal(
        _ offices: Office..., plan: String = World.plan, _ fault: (inout Migration, inout World) throws -> Void
    ) throws -> Refusal {
        var world = try World.league()
        try world.reachAgreement()
        let next = try World.nextCharter()
        try world.load(next)
        var line = try world.line(next)
        try fault(&line, &world)
        let proposal = try world.proposal(World.charter)
        do {
            _ = try decide(
                .migrate(line, plan: plan), proposal, world.context(offices.isEmpty ? [.warden] : offices))
        } catch { return error }
        Issue.record("not refused")
        return Refusal(.notFound, "")
    }

    private func unmet(_ fault: (inout Migration, inout World) throws -> Void) throws -> [String] {
        let refusal = try self.refusal { line, world in try fault(&line, &world) }
        #expect(refusal.code == .unmet && !refusal.message.isEmpty)
        return refusal.findings.flatMap { [$0.requirement] + $0.subjects }
    }

    @Test func withoutAFaultItIsDone() throws {
        var world = try World.league()
        try world.reachAgreement()
        let next = try World.nextCharter()
        try world.load(next)
        try world.migrate(to: next)
        #expect(try world.proposal(World.charter).state == "settled")
    }

    @Test func onlyAnAdministratorMigrates() throws {
        for office in [Office.mover("VEN"), .registrar, .doge("GEN"), .voice("PIS"), Office(role: "reader")] {
            let refusal = try refusal(office) { _, _ in }
            #expect(refusal.code == .forbidden && refusal.findings[0].subjects == ["warden"])
        }
    }

    @Test func aPlanIsNamedByItsDigest() throws {
        for plan in ["", "5e", String(repeating: "5E", count: 32), String(repeating: "zz", count: 32)] {
            #expect(try refusal(plan: plan) { _, _ in }.field == "plan")
        }
    }

    @Test func everyPlantedFaultIsNamed() throws {
        #expect(try unmet { line, _ in line.state = "tabled" } == ["plan-holds", "state"])
        #expect(try unmet { line, _ in line.toState = "nowhere" } == ["known-state", "nowhere"])
        #expect(try unmet { line, _ in line.toState = "closed" } == ["new-state", "closed"])
        #expect(try unmet { line, _ in line.toState = "sealed" } == ["new-state", "sealed"])
        #expect(try unmet { line, _ in line.from.version = 7 } == ["plan-holds", "from"])
        #expect(try unmet { line, _ in line.from.digest = line.to.digest } == ["plan-holds", "from"])
        #expect(try unmet { line, _ in line.to.digest = World.plan } == ["plan-holds", "to"])
        #expect(try unmet { line, _ in line.to.version = 3 } == ["plan-holds", "to"])
        #expect(try unmet { line, _ in line.to.id = "another" } == ["plan-holds", "to"])
        #expect(try unmet { line, _ in line.to = line.from } == ["later-version"])
        #expect(try unmet { line, _ in line.round = nil } == ["plan-holds", "round"])
        #expect(try unmet { line, _ in line.lacks = ["purpose"] } == ["plan-holds", "lacks"])
        #expect(try unmet { line, _ in line.unfilled = [] } == ["plan-holds", "unfilled"])
    }

    @Test func aRoundThatCannotBeKeptIsNot() throws {
        let silent = try World.nextCharter { next in
            for index in next.states.indices { next.states[index].takesPositions = next.states[index].id == "tabled" }
        }
        var world = try World.league()
        try world.reachAgreement()
        try world.load(silent)
        var line = try world.line(silent)
        line.round = .kept
        let refusal = try world.refusal(.migrate(line, plan: World.plan), on: World.charter, as: .warden)
        #expect(refusal.findings.map(\.subjects) == [["round"]])
    }

    @Test func whatMovedOnIsNotMigratedByAnOldLine() throws {
        let moved = try unmet { _, world in
            try world.act(.advance("unmake"), on: World.charter, as: .registrar)
        }
        #expect(moved == ["plan-holds", "state"])
        let again = try unmet { line, world in
            try world.act(.migrate(line, plan: World.plan), on: World.charter, as: .warden)
        }
        #expect(again == ["plan-holds", "from"])
    }

    @Test func aStateThatTheNewVersionHasIsKept() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        let next = try World.nextCharter()
        try world.load(next)
        #expect(throws: Refusal.self) { try world.line(next, states: ["tabled": "settled"]) }
        #expect(try world.line(next, states: ["tabled": "tabled"]).toState == "tabled")
    }

    @Test func whyAProposalStays() throws {
        func reason(_ next: LifecycleDefinition, _ steps: (inout World) throws -> Void) throws -> String {
            var world = try World.league()
            try steps(&world)
            try world.load(next)
            do { _ = try world.line(next, states: [:]) } catch let refusal as Refusal {
                return refusal.findings.map(\.requirement).joined(separator: " ")
            }
            return "moves"
        }
        let next = try World.nextCharter()
        #expect(try reason(next) { try $0.pencil() } == "moves")
        #expect(try reason(next) { try $0.reachAgreement() } == "known-state")
        #expect(
            try reason(next) {
                try $0.pencil()
                try $0.act(.advance("shelve", ["why": "W"]), on: World.charter, as: .mover("VEN"))
            } == "running")
        #expect(
            try reason(next) {
                var fields = Texts.charter
                fields["level"] = "high"
                try $0.pencil(fields)
            } == "form-values")
        let personal = try World.nextCharter { next in
            for index in next.form.fields.indices where next.form.fields[index].key == "purpose" {
                next.form.fields[index].isPersonal = true
            }
        }
        #expect(try reason(personal) { try $0.pencil() } == "form-values")
    }

    @Test func anArchiveRecordStays() throws {
        var world = try World.league()
        try world.act(.archive(Texts.charter), on: World.charter, as: .warden)
        let next = try World.nextCharter()
        try world.load(next)
        #expect(throws: Refusal.self) { try world.line(next) }
        let line = PlannedMigration(
            of: try world.proposal(World.charter), try Repository.charter(), to: next, digest: World.digest(of: next),
            states: [:], world.registry)
        guard case .stays(let why) = line.fate else {
            Issue.record("\(line)")
            return
        }
        #expect(why.contains("archive"))
    }

    @Test func aTrackThatIsGoneKeepsAProposal() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(track: "information")
        var next = try Repository.initiative()
        next.version += 1
        next.tracks.removeAll { $0.id == "information" }
        let proposal = try world.proposal(World.ref)
        let present = try #require(world.registry.lifecycles[proposal.lifecycle.digest])
        do {
            _ = try Migration(
                of: proposal, present, to: next, digest: World.digest(of: next), states: [:], world.registry)
            Issue.record("not refused")
        } catch {
            #expect(error.findings.map(\.requirement) == ["known-track"])
        }
    }

    @Test func aMigrationEventMustNameItsLifecycle() throws {
        let history = try MigrationTests.migratedAndGoneOn()
        let index = try #require(history.firstIndex { $0.event.kind == .migrated })
        let before = try Proposal.replay(history[..<index])
        var event = history[index].event
        event.data["lifecycle"] = nil
        #expect(throws: EventError.self) { try Proposal.evolve(before, SealedEvent(bytes: event.canonicalBytes)) }
        event = history[index].event
        event.data["round"] = "perhaps"
        #expect(throws: EventError.self) { try Proposal.evolve(before, SealedEvent(bytes: event.canonicalBytes)) }
    }
}
