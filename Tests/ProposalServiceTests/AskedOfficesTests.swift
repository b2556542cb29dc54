import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// Whom a row names as somebody whom its proposal may wait for.
@Suite struct AskedOfficesTests {
    /// Wherever a random life under any lifecycle brings a proposal, whoever finds something of it in an inbox is named by its row.
    @Test(arguments: InboxAgreementTests.lifecycles) func whoeverIsWaitedForIsNamed(_ path: String) throws {
        var (waited, named, looked) = (0, 0, 0)
        for seed in 11...14 {
            var body = try RandomBody(MiniForum.root + "/" + path, seed: UInt64(seed))
            for number in 1...5 { try body.draft("BODY-2026-000\(number)") }
            for _ in 0..<200 {
                let ref = "BODY-2026-000\(Int.random(in: 1...5, using: &body.random))"
                try body.live(ref)
                let proposal = try #require(body.proposals[ref])
                let row = ProposalRow(proposal, body.definition, versionBefore: 0)
                #expect(row.asks == row.asks.map { Set($0).sorted() })
                let board = WaitingBoard(of: [row], insiders: proposal.insiders(body.definition))
                for office in body.offices where sees(office, proposal, body.definition) {
                    looked += 1
                    let isNamed =
                        board.candidates(of: WaitingReader([office], under: body.registry.lifecycles)) == [ref]
                    named += isNamed ? 1 : 0
                    let items = try body.items(ref, office)
                    guard !items.isEmpty, !row.isFinal else { continue }
                    waited += 1
                    #expect(
                        isNamed,
                        "\(ref) in \(proposal.state), \(office): \(items.map(\.what)), but it asks \(row.asks ?? []), \(row.notHeard)"
                    )
                }
            }
        }
        // It is worth it only where most are not named, and most of those that are find something.
        #expect(waited > 100 && named < looked / 2, "\(path): \(waited) of \(named) of \(looked)")
    }

    private func sees(_ office: Office, _ proposal: Proposal, _ definition: LifecycleDefinition) -> Bool {
        proposal.isShared(definition) || office.partner.map(proposal.insiders(definition).contains) ?? false
    }

    // MARK: what a row names

    private func asks(_ forum: MiniForum) throws -> [String] {
        let proposal = try #require(forum.proposals[MiniForum.ref])
        let definition = try #require(forum.registries[MiniForum.name]?.lifecycles[proposal.lifecycle.digest])
        return AskedOffices(proposal, definition).texts
    }

    @Test func aDraftAsksWhoeverWritesIt() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        #expect(try asks(forum) == ["proposer:FR"])
    }

    /// Nobody but the partners that are not heard, until all are; then whoever confirms it.
    @Test func aCirculationAsksItsRosterAlone() throws {
        var forum = try MiniForum()
        try forum.circulate()
        #expect(try asks(forum) == [])
        for partner in MiniForum.partners.dropLast() {
            try forum.done(MiniForum.point(partner), .takePosition(StatedPosition(stance: .support)))
        }
        #expect(try asks(forum) == [])
        let last = MiniForum.point("VN")
        try forum.done(last, .takePosition(StatedPosition(stance: .objection, reason: "Dates.", resolves: "Later.")))
        #expect(try asks(forum) == ["proposer:FR", "regional-coordinator"])
        try forum.done(last, .takePosition(StatedPosition(stance: .support)))
        #expect(try asks(forum) == ["regional-coordinator"])
    }

    @Test func anEditorialRevisionAsksThoseWhoWereHeard() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(MiniForum.point("JP"), .takePosition(StatedPosition(stance: .support)))
        try forum.done(
            MiniForum.proposer, .revise(fields: ["rationale": "Said better"], kind: .editorial, decidedAt: nil))
        #expect(try asks(forum) == ["contact-point:JP"])
    }

    @Test func whatFollowsTheConsensus() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        #expect(try asks(forum) == ["som-leader"])
        try forum.done(MiniForum.proposer, .invite(invitee: "A bank", event: "The opening", decidedAt: nil))
        #expect(
            try asks(forum) == ["contact-point:FR", "contact-point:JP", "contact-point:VN", "som-leader"])
        try forum.done(MiniForum.leader, MiniForum.bless)
        #expect(try asks(forum).contains("proposer:FR") && asks(forum).contains("infoboard-officer"))
        try forum.done(
            MiniForum.proposer,
            .recordFact("implemented", inputs: ["status": "cancelled", "reason": "No funds."], decidedAt: nil))
        try forum.done(MiniForum.proposer, .advance(transition: "close", inputs: [:], decidedAt: nil, signature: nil))
        #expect(try asks(forum) == [])
    }
}

extension WaitingBoard {
    /// A board of these rows, of one proposer each.
    init(of rows: [ProposalRow], insiders: [String]) {
        self.init(from: RecordEnd(length: 0, leafHash: nil))
        put(WaitingPage(end: end, rows: rows.map { WaitingRow($0, insiders: insiders) }))
    }
}

extension WaitingRow {
    init(_ row: ProposalRow, insiders: [String]) {
        let parts = row.ref.split(separator: "-").compactMap { Int32($0) }
        self.init(
            ref: row.ref, number: RefNumber(year: parts[0], number: parts[1]),
            isOpen: !row.isFinal && row.origin == "live", insiders: row.isShared ? nil : insiders, asks: row.asks,
            notHeard: row.notHeard)
    }
}
