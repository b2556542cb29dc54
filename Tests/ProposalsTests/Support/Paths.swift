import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// The usual way through the initiative's lifecycle, one step a function. The proposer is FR, the ref `ASEM-2026-0001`.
extension World {
    static let ref = "ASEM-2026-0001"

    mutating func draft(_ fields: JSONObject = Texts.initiative, on ref: String = World.ref) throws {
        try act(.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil), on: ref, as: .proposer("FR"))
    }

    mutating func circulate(
        track: String = "work-programme", closes: Instant? = nil, on ref: String = World.ref
    ) throws {
        var inputs: JSONObject = ["track": .string(track)]
        if let closes { inputs["closes"] = .string(closes.description) }
        try act(
            .advance(transition: "circulate", inputs: inputs, decidedAt: nil, signature: nil), on: ref,
            as: .proposer("FR"))
    }

    mutating func hear(_ partner: String, _ stance: Stance = .support, on ref: String = World.ref) throws {
        let reason = stance == .objection || stance == .reservation ? "For a reason of \(partner)." : nil
        try act(
            .takePosition(StatedPosition(stance: stance, reason: reason)), on: ref, as: .contactPoint(partner))
    }

    mutating func hearAll(except silent: [String] = [], on ref: String = World.ref) throws {
        for entry in try proposal(ref).openRound?.roster ?? [] where !silent.contains(entry.partner) {
            try hear(entry.partner, on: ref)
        }
    }

    static func confirm(at decidedAt: Instant? = nil) -> Command {
        .advance(transition: "confirm", inputs: [:], decidedAt: decidedAt, signature: nil)
    }

    static func bless(_ meeting: String = "som-2026-1", at decidedAt: Instant? = nil) -> Command {
        .advance(transition: "bless", inputs: ["meeting": .string(meeting)], decidedAt: decidedAt, signature: nil)
    }

    static func move(_ transition: String, _ reason: String? = "A reason.") -> Command {
        .advance(
            transition: transition, inputs: reason.map { ["reason": .string($0)] } ?? [:], decidedAt: nil,
            signature: nil)
    }

    static func recall(_ reason: String = "By mistake.") -> Command { move("recall", reason) }

    static let outcomes: JSONObject = [
        "outcomes": "A report.", "partners_participating": 5, "meeting": "som-2026-2", "channel": "direct",
    ]
    static let report = Command.advance(transition: "report", inputs: outcomes, decidedAt: nil, signature: nil)
    static let implemented = Command.recordFact(
        "implemented", inputs: ["starts": "2026-06-01", "ends": "2026-06-03"], decidedAt: nil)
    static let published = Command.recordFact(
        "published", inputs: ["url": "https://example.org/1", "fields": ["title", "starts"]], decidedAt: nil)

    /// Brings a fresh proposal to consensus.
    mutating func reachConsensus(on ref: String = World.ref) throws {
        try draft(on: ref)
        try circulate(on: ref)
        try hearAll(on: ref)
        wait(days: 1)
        try act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
    }

    /// Lets the SOM of March be held; the clock stands on its last evening.
    mutating func holdSOM() throws {
        now = World.instant("2026-03-25T18:00:00Z")
        try change(
            .hold(meeting: "som-2026-1", starts: World.day("2026-03-24"), ends: World.day("2026-03-25")))
    }

    /// Brings a fresh proposal to SOM's blessing.
    mutating func reachBlessing(on ref: String = World.ref) throws {
        try reachConsensus(on: ref)
        try holdSOM()
        try act(World.bless(), on: ref, as: .somLeader("DE"))
    }

    /// Brings a fresh proposal to its end.
    mutating func reachReport(on ref: String = World.ref) throws {
        try reachBlessing(on: ref)
        wait(days: 3)
        try act(World.published, on: ref, as: .infoboard)
        now = World.instant("2026-06-10T09:00:00Z")
        try act(World.implemented, on: ref, as: .proposer("FR"))
        try holdSecondSOM()
        try act(World.report, on: ref, as: .proposer("VN"))
    }

    mutating func holdSecondSOM() throws {
        now = World.instant("2026-10-15T09:00:00Z")
        try change(
            .hold(meeting: "som-2026-2", starts: World.day("2026-10-13"), ends: World.day("2026-10-14")))
    }
}

/// The way through the charter's lifecycle. The mover is VEN, the ref `LC-2026-0001`.
extension World {
    static let charter = "LC-2026-0001"

    mutating func pencil(_ fields: JSONObject = Texts.charter, on ref: String = World.charter) throws {
        try act(.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil), on: ref, as: .mover("VEN"))
    }

    mutating func table(closesIn days: Int = 10, on ref: String = World.charter) throws {
        try act(
            .advance(
                transition: "table", inputs: ["closes": .string(inDays(days).description)], decidedAt: nil,
                signature: nil),
            on: ref, as: .mover("VEN"))
    }

    mutating func acknowledge(_ cities: String..., on ref: String = World.charter) throws {
        for city in cities { try act(.acknowledge(partner: nil, decidedAt: nil), on: ref, as: .voice(city)) }
    }

    mutating func say(_ city: String, _ stance: Stance, on ref: String = World.charter) throws {
        try act(
            .takePosition(StatedPosition(stance: stance, reason: stance == .objection ? "No." : nil)), on: ref,
            as: .voice(city))
    }

    static let agree = Command.advance(transition: "agree", inputs: [:], decidedAt: nil, signature: nil)
    static let seal = Command.advance(transition: "seal", inputs: ["moot": "moot-1"], decidedAt: nil, signature: nil)

    /// Brings a charter to agreement: three cities speak, three are silent after they acknowledged.
    mutating func reachAgreement(on ref: String = World.charter) throws {
        try pencil(on: ref)
        try table(on: ref)
        try acknowledge("BRG", "GNT", "LUB", on: ref)
        try say("GEN", .support, on: ref)
        try say("VEN", .noObjection, on: ref)
        try say("PIS", .reservation, on: ref)
        wait(days: 11)
        try act(World.agree, on: ref, as: .registrar)
    }

    mutating func holdMoot() throws {
        now = World.instant("2026-04-10T17:00:00Z")
        try change(.hold(meeting: "moot-1", starts: World.day("2026-04-10"), ends: World.day("2026-04-10")))
    }
}
