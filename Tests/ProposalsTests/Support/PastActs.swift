import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Acts that whoever keeps the accounts records for Anna, who held several offices once and holds none of them any more.
extension World {
    static let anna = "asem-trial/anna"
    static let annasOffices: [Office] = [
        .proposer("FR"), .contactPoint("JP"), .coordinator("ASEAN"), .somLeader("DE"), .somLeader("FR"), .infoboard,
    ]

    /// Anna's term, with a day in it and the evening of the SOM; the clock stands some days after its end.
    mutating func passAnnasTerm() throws -> (during: Instant, som: Instant) {
        try change(
            .openAccount(
                id: World.anna, nameCommitment: nil,
                appointments: World.annasOffices.map { AppointmentCommand(office: $0) }))
        wait(days: 1)
        let during = now
        try holdSOM()
        let som = now
        wait(days: 2)
        for number in 1...World.annasOffices.count {
            try change(.endAppointment(account: World.anna, number: number, until: nil))
        }
        wait(days: 1)
        return (during, som)
    }

    /// Records an act in an office of Anna's.
    @discardableResult
    mutating func record(_ command: Command, for office: Office, on ref: String = World.ref) throws -> [SealedEvent] {
        try append(try pastDrafts(command, for: office, on: ref), to: ref)
    }

    func pastDrafts(_ command: Command, for office: Office, on ref: String = World.ref) throws -> [EventDraft] {
        var context = context([.admin])
        context.past = PastOffice(
            role: office.role, of: office.partner ?? office.group, holder: World.anna,
            source: Relay(from: "Minute 3", receivedAt: now, digest: String(repeating: "a", count: 64)))
        return try decide(command, proposals[ref], context)
    }

    /// The life of a proposal until it is published, with each act that may be one of Anna's.
    mutating func playPastActs() throws {
        let (during, som) = try passAnnasTerm()
        let meeting: JSONObject = ["meeting": "som-2026-1"]
        try record(
            .draft(lifecycle: nil, partner: nil, fields: Texts.initiative, decidedAt: during), for: .proposer("FR"))
        try record(.revise(fields: ["goals": "More."], kind: nil, decidedAt: during), for: .proposer("FR"))
        let circulation: JSONObject = ["track": "work-programme", "closes": .string(inDays(20).description)]
        try record(.advance("circulate", circulation, at: during), for: .proposer("FR"))
        try record(
            .moveDeadline(closes: inDays(30), reason: "A holiday.", decidedAt: during), for: .proposer("FR"))
        try record(.note("Seen.", decidedAt: during), for: .contactPoint("JP"))
        try hear(nil, at: during)
        try record(.advance("confirm", at: during), for: .coordinator("ASEAN"))
        try record(.invite(invitee: "A fund", event: "The dinner", decidedAt: during), for: .proposer("FR"))
        try hear(1, at: during)
        try record(
            .decideInvitation(1, outcome: "agreed", meeting: "som-2026-1", decidedAt: som), for: .somLeader("DE"))
        try record(.advance("bless", meeting, at: som), for: .somLeader("DE"))
        let published: JSONObject = ["url": "https://example.org", "fields": ["title"]]
        try record(.fact("published", published, at: som), for: .infoboard)
    }

    /// All partners support, JP by what Anna said.
    private mutating func hear(_ invitation: Int?, at moment: Instant) throws {
        let support = Command.position(.support, invitation: invitation, decidedAt: moment)
        for entry in try proposal(World.ref).openRound?.roster ?? [] where entry.partner != "JP" {
            try act(support, on: World.ref, as: .contactPoint(entry.partner))
        }
        try record(support, for: .contactPoint("JP"))
    }
}
