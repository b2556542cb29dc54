import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import TestRandom

/// A random workload over many proposals of one forum: mostly plausible commands, many of them wrong in one way or another.
struct Workload {
    var world: World
    var random: SeededRandom
    let refs: [String]
    let partners: [String]

    init(_ world: World, refs: [String], seed: UInt64) {
        self.world = world
        self.refs = refs
        random = SeededRandom(seed: seed)
        partners = world.registry.members(on: world.now.date).map(\.id)
    }

    /// A forum in which seven partners are left, so that rounds come to an end.
    static func small() throws -> World {
        var world = try World.asem()
        let members = ["FR", "VN", "JP", "CN", "DE", "SG", "EU"]
        for partner in world.registry.partnerOrder where !members.contains(partner) {
            try world.change(.partnerLeft(id: partner, on: World.day("2026-01-01")))
        }
        return world
    }

    /// Lets time pass, slowly until the SOM of March, and holds the meetings on the way.
    mutating func tick(_ step: Int) throws {
        if step % 60 == 0 { world.wait(hours: 6) }
        switch step {
        case 2800: try world.holdSOM()
        case 4600: world.now = World.instant("2026-06-10T09:00:00Z")
        case 5300: try world.holdSecondSOM()
        default: break
        }
    }

    /// The next command, on which proposal, by whom.
    mutating func next() -> (command: Command, ref: String, offices: [Office], alike: [String]) {
        let ref = random.pick(refs)
        let alike = random.chance(10) ? ["ASEM-2020-0009"] : []
        guard let proposal = world.proposals[ref] else {
            if random.chance(10) {
                // The archive is of past activities.
                var fields = fields()
                for key in ["starts", "ends"] where fields[key] != nil { fields[key] = Texts.past[key] }
                return (.archive(fields), ref, [.admin], [])
            }
            let office = random.chance(80) ? Office.proposer("FR") : anyOffice()
            return (.draft(fields()), ref, [office], [])
        }
        if random.chance(18) { return (anyCommand(proposal), ref, offices(), alike) }
        let (command, office) = likely(proposal)
        return (command, ref, random.chance(92) ? [office] : offices(), alike)
    }

    private mutating func offices() -> [Office] {
        (0..<random.pick([0, 1, 1, 1, 2])).map { _ in anyOffice() }
    }

    private mutating func anyOffice() -> Office {
        let partner = random.pick(partners)
        return random.pick([
            .proposer("FR"), .proposer(partner), .contactPoint(partner), .coordinator("ASEAN"), .coordinator("NESA"),
            .somLeader("DE"), .somLeader(partner), .infoboard, .auditor, .admin,
        ])
    }

    private mutating func fields() -> JSONObject {
        var fields = Texts.initiative
        fields["co_sponsors"] = ["JP"]
        fields["audience"] = .string("Audience \(Int.random(in: 0..<1000, using: &random))")
        if random.chance(10) { fields["goals"] = nil }
        if random.chance(5) { fields["title"] = 7 }
        if random.chance(5) { fields["organisers"] = [["partner": "FR"]] }
        return fields
    }

    private mutating func moment() -> Instant? {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: world.inDays(Int.random(in: -40..<4, using: &random))
        case 1: world.now.advanced(byMicroseconds: -Int64.random(in: 0..<Instant.microsecondsPerDay, using: &random))
        default: nil
        }
    }

    private mutating func reason() -> JSONObject {
        random.chance(90) ? ["reason": .string("Reason \(random.pick(partners)).")] : [:]
    }

    /// What would bring the proposal on from where it stands.
    private mutating func likely(_ proposal: Proposal) -> (Command, Office) {
        if random.chance(2) { return (.advance("recall", reason(), at: moment()), lastOffice(proposal)) }
        if random.chance(1) { return (.advance("withdraw", reason()), .proposer("FR")) }
        if random.chance(2) { return (revision(), random.pick([.proposer("FR"), .proposer("VN")])) }
        if random.chance(12) { return beside(proposal) }
        if random.chance(5), let answer = contest(proposal) { return answer }
        switch proposal.state {
        case "drafted": return (circulation("circulate"), .proposer("FR"))
        case "circulated":
            let unheard = proposal.openRound?.notHeard ?? []
            guard proposal.track == "work-programme", proposal.openRound != nil else {
                return (circulation("recirculate"), .proposer("FR"))
            }
            if unheard.isEmpty, random.chance(60) {
                return (.advance("confirm", at: moment()), .coordinator("ASEAN"))
            }
            return position(unheard.isEmpty ? partners : unheard)
        case "consensus":
            if proposal.openRound == nil || random.chance(4) {
                return (circulation("recirculate"), .proposer("FR"))
            }
            if random.chance(10) { return position(partners) }
            if random.chance(10) {
                return (.advance("defer", reason().merging("meeting", "som-2026-1")), .somLeader("DE"))
            }
            if random.chance(6) { return (.advance("return", reason()), .coordinator("NESA")) }
            if random.chance(30) {
                let meeting = random.pick(["som-2026-1", "som-2026-2", "som-2025-2", "fmm-2026"])
                return (.advance("bless", ["meeting": .string(meeting)], at: moment()), .somLeader("DE"))
            }
            let (meeting, held) = meetingHeld()
            return (.advance("bless", ["meeting": .string(meeting)], at: held), .somLeader("DE"))
        case "som-blessed":
            if random.chance(30) { return (World.published, .infoboard) }
            if proposal.fact("implemented") == nil { return (World.implemented, .proposer("FR")) }
            let outcomes = World.outcomes.merging("partners_participating", .integer(random.chance(90) ? 5 : 8))
            return (.advance("report", outcomes), .proposer("VN"))
        default: return (.note("A note.", decidedAt: nil), .contactPoint(random.pick(partners)))
        }
    }

    /// What moves no proposal, by somebody who may do it.
    private mutating func beside(_ proposal: Proposal) -> (Command, Office) {
        let partner = random.pick(partners)
        if let open = proposal.invitations.first(where: { $0.outcome == nil }), random.chance(50) {
            return open.positions.isEmpty
                ? (.position(.support, invitation: open.number), .contactPoint(partner)) : decision(on: open.number)
        }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return (.invite(invitee: "A bank", event: "E\(proposal.version % 3)", decidedAt: nil), .proposer("FR"))
        case 1: return (.position(.support, invitation: 1), .contactPoint(partner))
        case 2: return decision(on: 1)
        case 3: return (.contestRevision(nil, decidedAt: nil), .contactPoint(partner))
        case 4:
            return (
                .moveDeadline(
                    closes: world.inDays(Int.random(in: 1..<40, using: &random)), reason: "R", decidedAt: nil),
                .proposer("FR")
            )
        case 5: return (.contestPosition(partner: nil, invitation: nil, decidedAt: nil), .contactPoint(partner))
        default:
            // Now and then the same document again.
            let name = "paper-\(proposal.version % 32).pdf"
            let paper = Document(
                name: name, type: "application/pdf", size: 1 + name.utf8.count,
                digest: Digest.sha256(Array(name.utf8)).hex)
            return proposal.version.isMultiple(of: 4)
                ? (.file(paper), .proposer("FR"))
                : (.note("A note of \(partner).", decidedAt: nil), .contactPoint(partner))
        }
    }

    private func lastOffice(_ proposal: Proposal) -> Office { proposal.moves.last?.actor.office ?? .proposer("FR") }

    private mutating func circulation(_ id: String) -> Command {
        var inputs = id == "circulate" ? JSONObject() : reason()
        if random.chance(90) {
            inputs["track"] = .string(random.chance(85) ? "work-programme" : "information")
        }
        if random.chance(30) {
            inputs["closes"] = .string(world.inDays(Int.random(in: -2..<30, using: &random)).description)
        }
        return .advance(id, inputs, at: moment())
    }

    private mutating func position(_ partners: [String]) -> (Command, Office) {
        let partner = random.pick(partners)
        let stance = random.pick([
            Stance.support, .noObjection, .noObjection, .support, .objection, .reservation, .tacit,
        ])
        let steady = random.chance(85) ? Stance.support : stance
        let reason = random.chance(85) ? "Because of \(partner)." : nil
        if random.chance(10) {
            return (.acknowledge(partner: nil, decidedAt: moment()), .contactPoint(partner))
        }
        if random.chance(12) {
            // Most notes came today, after whatever stands; some are days old.
            let age =
                random.chance(80)
                ? Int64.random(in: 0..<60, using: &random) * 60_000_000 : 3 * Instant.microsecondsPerDay
            let said = random.chance(90) ? steady : nil
            return (
                .position(said, of: partner, reason: reason, relayed: .mail(world.now.advanced(byMicroseconds: -age))),
                .coordinator(["VN", "SG"].contains(partner) ? "ASEAN" : random.pick(["NESA", "Europe"]))
            )
        }
        if random.chance(3) { return (.position(nil), .contactPoint(partner)) }
        return (.position(steady, reason: reason, decidedAt: moment()), .contactPoint(partner))
    }

    private mutating func revision() -> Command {
        var changes: JSONObject = [:]
        changes[random.pick(["location", "goals", "outline", "starts", "organisers", "co_sponsors"])] =
            random.pick([.string("Place \(Int.random(in: 0..<99, using: &random))"), "2026-05-30", ["FR"], .null])
        return .revise(fields: changes, kind: random.pick([nil, .editorial, .editorial, .substantive]), decidedAt: nil)
    }

    /// Anything at all.
    private mutating func anyCommand(_ proposal: Proposal) -> Command {
        let partner = random.pick(partners)
        switch Int.random(in: 0..<15, using: &random) {
        case 0: return revision()
        case 1: return .contestRevision(random.chance(50) ? nil : Int.random(in: 0..<6, using: &random), decidedAt: nil)
        case 2: return .contestPosition(partner: random.chance(50) ? nil : partner, invitation: nil, decidedAt: nil)
        case 3: return .position(random.pick([nil, .support, .tacit]), of: partner, invitation: 1)
        case 4:
            return .moveDeadline(
                closes: world.inDays(Int.random(in: -3..<40, using: &random)), reason: "Later.", decidedAt: nil)
        case 5:
            return .invite(
                invitee: random.pick(["A bank", "Japan", ""]), event: "E\(proposal.version % 3)", decidedAt: nil)
        case 6:
            return .decideInvitation(
                Int.random(in: 0..<3, using: &random), outcome: random.pick(["agreed", "declined", "perhaps"]),
                meeting: random.pick([nil, "som-2026-1", "som-2025-2"]), decidedAt: moment())
        case 7, 8: return .noteDeadline
        case 9: return .note(random.pick(["", "A note.", "commitment:1"]), decidedAt: nil)
        case 10: return .position(.objection, round: Int.random(in: -1..<4, using: &random), text: "00000000")
        case 11: return .draft(["title": "Again"])
        case 12: return .fact(random.pick(["implemented", "published", "dreamt"]), ["starts": "2026-02-30"])
        case 13: return position(partners).0
        default:
            return .advance(
                random.pick(["circulate", "recirculate", "confirm", "bless", "report", "defer", "recall", "no-such"]),
                ["reason": "R"], at: moment())
        }
    }
}

extension JSONObject {
    func merging(_ key: String, _ value: JSONValue) -> JSONObject {
        var result = self
        result[key] = value
        return result
    }
}
