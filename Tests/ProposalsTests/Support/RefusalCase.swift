import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// One thing that must be refused: after some steps, somebody asks for it, and the answer says why.
struct RefusalCase: CustomTestStringConvertible, Sendable {
    let name: String
    var forum: @Sendable () throws -> World = { try World.asem() }
    var ref = World.ref
    let steps: @Sendable (inout World) throws -> Void
    let command: @Sendable (World) -> Command
    let offices: [Office]
    let code: Refusal.Code
    var field: String?
    /// The unmet requirements, all of them.
    var unmet: [String] = []
    /// Part of the message.
    let says: String

    var testDescription: String { name }

    init(
        _ name: String, league: Bool = false, as offices: Office..., code: Refusal.Code, field: String? = nil,
        unmet: [String] = [], says: String, after steps: @escaping @Sendable (inout World) throws -> Void = { _ in },
        asked command: @escaping @Sendable (World) -> Command
    ) {
        self.name = name
        self.steps = steps
        self.command = command
        self.offices = offices
        self.code = code
        self.field = field
        self.unmet = unmet
        self.says = says
        if league {
            forum = { try World.league() }
            ref = World.charter
        }
    }

    func check() throws {
        var world = try forum()
        try steps(&world)
        let proposal = world.proposals[ref]
        let command = command(world)
        do {
            let drafts = try decide(command, proposal, world.context(offices))
            Issue.record("not refused: \(drafts.map(\.kind))")
        } catch let refusal {
            #expect(refusal.code == code, "\(refusal.message)")
            #expect(refusal.field == field, "\(refusal.message)")
            #expect(refusal.message.contains(says), "\(refusal.message)")
            if code != .forbidden { #expect(refusal.findings.map(\.requirement) == unmet, "\(refusal.message)") }
            #expect(refusal.findings.allSatisfy { !$0.isMet && !$0.detail.isEmpty && !$0.rule.isEmpty })
            #expect(refusal.findings.allSatisfy { !$0.detail.contains("{") }, "a place stays open: \(refusal.message)")
        }
    }
}

extension Command {
    /// A position, as tests write it.
    static func position(
        _ stance: Stance?, of partner: String? = nil, reason: String? = nil, resolves: String? = nil,
        relayed: Relay? = nil, round: Int? = nil, text: String? = nil, invitation: Int? = nil,
        decidedAt: Instant? = nil
    ) -> Command {
        .takePosition(
            StatedPosition(
                stance: stance, partner: partner, reason: reason, resolves: resolves, relayed: relayed, round: round,
                text: text, invitation: invitation, decidedAt: decidedAt))
    }

    static func draft(_ fields: JSONObject, for partner: String? = nil, lifecycle: String? = nil) -> Command {
        .draft(lifecycle: lifecycle, partner: partner, fields: fields, decidedAt: nil)
    }

    static func advance(_ transition: String, _ inputs: JSONObject = [:], at decidedAt: Instant? = nil) -> Command {
        .advance(transition: transition, inputs: inputs, decidedAt: decidedAt, signature: nil)
    }

    static func fact(_ fact: String, _ inputs: JSONObject, at decidedAt: Instant? = nil) -> Command {
        .recordFact(fact, inputs: inputs, decidedAt: decidedAt)
    }

    static func archive(_ fields: JSONObject, year: Int? = 2009, source: JSONValue = ["line": 1]) -> Command {
        .importRecord(
            ImportedRecord(
                lifecycle: nil, partner: nil, fields: fields, isArchive: true, year: year, source: source))
    }
}

extension Relay {
    static func mail(_ receivedAt: Instant, from: String = "Note verbale 12") -> Relay {
        Relay(from: from, receivedAt: receivedAt, digest: String(repeating: "ab", count: 32))
    }
}
