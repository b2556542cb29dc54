import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// A running proposal that is moved to the next version of its lifecycle: what stays, what changes, what it can do then.
@Suite struct MigrationTests {
    private let ref = World.charter

    /// A charter agreed under the first version and sealed under the second.
    static func migratedAndGoneOn() throws -> [SealedEvent] {
        var world = try World.league()
        try world.reachAgreement()
        let next = try World.nextCharter()
        try world.load(next)
        try world.migrate(to: next)
        try world.act(.note("Under the new statute.", decidedAt: nil), on: World.charter, as: .registrar)
        try world.holdMoot()
        try world.act(World.seal, on: World.charter, as: .doge("GEN"))
        return world.history(World.charter)
    }

    @Test func aRenamedStateIsMappedAndTheTextStays() throws {
        var world = try World.league()
        try world.reachAgreement()
        let before = try world.proposal(ref)
        let next = try World.nextCharter()
        let digest = try world.load(next)
        // A new version changes nothing that runs.
        #expect(try world.proposal(ref) == before)
        try world.migrate(to: next)
        let after = try world.proposal(ref)
        #expect(after.state == "settled" && after.version == before.version + 1)
        #expect(after.lifecycle == LifecycleReference(id: "charter", version: 2, digest: digest))
        #expect(after.fields == before.fields && after.textDigest == before.textDigest)
        #expect(after.rounds == before.rounds && after.moves == before.moves)
        #expect(after.migrations.map(\.plan) == [World.plan] && after.migrations[0].from == before.lifecycle)
        let event = try #require(world.history(ref).last?.event)
        #expect(event.kind == .migrated && event.from == "agreed" && event.to == "settled")
        #expect(event.data["plan"]?.string == World.plan && event.data["round"]?.string == "kept")
        #expect(event.data["unfilled"]?.strings == ["fee"] && event.data["lacks"]?.strings == [])
    }

    @Test func itGoesOnByTheNewRules() throws {
        var world = try World.league()
        try world.reachAgreement()
        let next = try World.nextCharter()
        try world.load(next)
        try world.migrate(to: next)
        try world.holdMoot()
        try world.act(World.seal, on: ref, as: .doge("GEN"))
        #expect(try world.proposal(ref).state == "sealed")
        // A text is held to the new form.
        #expect(
            try world.refusal(.revise(fields: ["seats": 3], kind: nil, decidedAt: nil), on: ref, as: .mover("VEN"))
                .field == "seats")
    }

    @Test func replayAnswersBeforeAndAfter() throws {
        let history = try MigrationTests.migratedAndGoneOn()
        let index = try #require(history.firstIndex { $0.event.kind == .migrated })
        let before = try Proposal.replay(history[..<index])
        let after = try Proposal.replay(history[...index])
        #expect(before.lifecycle.version == 1 && before.state == "agreed" && before.migrations.isEmpty)
        #expect(after.lifecycle.version == 2 && after.state == "settled" && after.version == before.version + 1)
        #expect(try Proposal.replay(history).state == "sealed")
    }

    @Test func theLineOfADraftAndItsFields() throws {
        var world = try World.league()
        var fields = Texts.charter
        (fields["seats"], fields["level"]) = (40, "low")
        try world.pencil(fields)
        let next = try World.nextCharter()
        try world.load(next)
        var line = try world.line(next)
        #expect(line.state == "pencilled" && line.toState == "pencilled" && line.round == nil)
        // Nothing is asked of a draft that was never tabled.
        #expect(line.lacks == ["seats"] && line.unfilled == [])
        try world.table()
        line = try world.line(next)
        #expect(line.state == "tabled" && line.round == .kept && line.unfilled == ["fee"])
        #expect(try Migration(json: line.json) == line)
        try world.migrate(to: next)
        #expect(try world.proposal(ref).fields["seats"] == 40)
        try world.say("BRG", .support)
        #expect(try world.proposal(ref).openRound?.positions["BRG"]?.stance == .support)
    }

    @Test func aRoundIsClosedWhereNoPositionsAreTakenOrThePlannerSaysSo() throws {
        let silent = try World.nextCharter { next in
            for index in next.states.indices where next.states[index].id == "settled" {
                next.states[index].takesPositions = false
            }
        }
        for (next, choice) in [(silent, nil), (try World.nextCharter(), Migration.RoundFate.closed)] {
            var world = try World.league()
            try world.reachAgreement()
            try world.load(next)
            #expect(try world.line(next).round == (choice == nil ? .closed : .kept))
            try world.migrate(to: next) { if let choice { $0.round = choice } }
            let proposal = try world.proposal(ref)
            #expect(proposal.openRound == nil && proposal.rounds.map(\.ended) == [.migrated])
            #expect(proposal.rounds[0].positions.count == 6)
            // Its positions are history: agreement must be found anew.
            try world.holdMoot()
            #expect(
                try world.refusal(World.seal, on: ref, as: .doge("GEN")).findings.map(\.requirement) == ["consensus"])
        }
    }

    @Test func noMoveOfBeforeIsUndone() throws {
        var world = try World.league()
        try world.reachAgreement()
        let next = try World.nextCharter()
        try world.load(next)
        #expect(try !decide(.advance("unmake"), world.proposal(ref), world.context([.registrar])).isEmpty)
        try world.migrate(to: next)
        let refusal = try world.refusal(.advance("unmake"), on: ref, as: .registrar)
        #expect(refusal.code == .unmet || refusal.code == .forbidden, "\(refusal.message)")
        // A move of after can be.
        try world.holdMoot()
        try world.act(World.seal, on: ref, as: .doge("GEN"))
        try world.act(.advance("unmake"), on: ref, as: .doge("GEN"))
        #expect(try world.proposal(ref).state == "settled")
    }

    @Test func whatWasSharedStaysInSight() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.act(.advance("send-back", ["why": "W"]), on: ref, as: .registrar)
        let next = try World.nextCharter { next in
            // The only state that this one was shown in has another name now.
            next = (try? Migrated.renaming("tabled", to: "laid", in: next)) ?? next
        }
        try world.load(next)
        try world.migrate(to: next)
        let proposal = try world.proposal(ref)
        #expect(proposal.state == "pencilled" && proposal.wasShared(next))
        let stranger = Viewer(account: "league/x", offices: [.voice("PIS")], readsEverything: false)
        #expect(proposal.readAccess(of: stranger, next) == .everything)
    }

    @Test func aPassedDeadlineIsNotedFirst() throws {
        var world = try World.league()
        try world.pencil()
        try world.table(closesIn: 2)
        try world.acknowledge("BRG")
        world.wait(days: 3)
        let next = try World.nextCharter()
        try world.load(next)
        try world.migrate(to: next)
        #expect(
            world.history(ref).suffix(3).map(\.event.kind) == [.deadlinePassed, .tacitRecorded, .migrated])
    }

    @Test func thriceAcrossVersions() throws {
        var world = try World.league()
        try world.reachAgreement()
        for version in 2...4 {
            let next = try World.nextCharter(version: version)
            try world.load(next)
            try world.migrate(to: next, states: version == 2 ? ["agreed": "settled"] : [:])
        }
        #expect(try world.proposal(ref).migrations.map(\.to.version) == [2, 3, 4])
        #expect(try Proposal.replay(world.history(ref)) == world.proposal(ref))
    }
}

/// A definition with another name for one of its states.
enum Migrated {
    static func renaming(_ state: String, to name: String, in next: LifecycleDefinition) throws -> LifecycleDefinition {
        let text = next.json.canonicalText.replacing("\"\(state)\"", with: "\"\(name)\"")
        return try LifecycleDefinition(json: JSONValue.parse(Array(text.utf8)))
    }
}
