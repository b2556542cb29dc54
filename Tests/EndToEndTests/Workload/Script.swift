import CanonicalJSON
import CivilTime
import Lifecycle
import ProposalService
import Proposals
import TestRandom

/// Draws commands from a seed: most of them fit the state that a proposal was last seen in, some never fit.
struct Script {
    /// What is drawn: who asks for what.
    struct Line {
        var slug: String
        var work: WriteRequest.Work
    }

    var random: SeededRandom
    let forum: String
    let partners: [String]
    /// The day and the moment on the database's clock when the script began.
    let now: Instant

    init(seed: UInt64, forum: String, partners: [String], now: Instant) {
        random = SeededRandom(seed: seed)
        self.forum = forum
        self.partners = partners
        self.now = now
    }

    mutating func draft(_ number: Int) -> Line {
        let partner = random.pick(partners)
        var fields = Activity.complete(Activity.title(number), organisers: random.chance(80) ? ["DE", "JP"] : ["FR"])
        if random.chance(50) {
            fields["organisers"] = [
                ["partner": "DE", "contact": .string("contact \(number) <c@example.org>")], ["partner": "JP"],
            ]
        }
        if random.chance(10) { fields["cost"] = nil }
        if random.chance(5) {
            let isArchive = random.chance(50)
            if isArchive { (fields["starts"], fields["ends"]) = ("2019-03-01", "2019-03-02") }
            let record = ImportedRecord(
                lifecycle: nil, partner: partner, fields: fields, isArchive: isArchive, year: 2019,
                source: ["line": .integer(Int64(number))])
            return Line(slug: "admin", work: .begin(forum: forum, .importRecord(record)))
        }
        return Line(
            slug: "pr-\(partner)",
            work: .begin(forum: forum, .draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil)))
    }

    /// Something that might be done to a proposal in this state.
    mutating func act(on listed: ListedRow) -> Line {
        let row = listed.row
        let proposer = "pr-\(listed.text.proposer ?? "FR")"
        let (slug, command): (String, Command) =
            switch random.below(100) {
            case 0..<34: position(row)
            case 34..<38: ("cp-\(random.pick(partners))", .acknowledge(partner: nil, decidedAt: nil))
            case 38..<43:
                (
                    random.pick([proposer, "cp-TH", "rc-ASEAN", "auditor"]),
                    .note("Note \(random.below(1000)).", decidedAt: nil)
                )
            case 43..<53: (random.chance(90) ? proposer : "pr-DE", revision())
            case 53..<57: contest()
            case 57..<60: (proposer, .moveDeadline(closes: soon(), reason: "More time.", decidedAt: nil))
            case 60..<66: invitation(proposer)
            case 66..<71: fact(row, proposer)
            default: move(row, proposer)
            }
        return Line(slug: slug, work: .act(ref: row.ref, command))
    }

    private mutating func position(_ row: ProposalRow) -> (String, Command) {
        let waiting = row.notHeard.isEmpty || random.chance(30) ? partners : row.notHeard
        let partner = random.pick(waiting)
        let stances: [Stance?] = [
            .support, .support, .support, .support, .support, .support, .noObjection, .noObjection, .reservation,
            .objection, nil,
        ]
        var command = StatedPosition(stance: random.pick(stances))
        if command.stance == .reservation || command.stance == .objection, random.chance(90) {
            command.reason = "A reason \(random.below(100))."
            command.resolves = random.chance(50) ? "Less of it." : nil
        }
        if random.chance(5) { command.round = 1 }
        if random.chance(10) {
            command.partner = partner
            command.relayed = Relay(from: "a note", receivedAt: now, digest: String(repeating: "ab", count: 32))
            return (random.pick(["rc-ASEAN", "rc-EEAS"]), .takePosition(command))
        }
        if random.chance(10) { command.invitation = 1 }
        return ("cp-\(partner)", .takePosition(command))
    }

    private mutating func revision() -> Command {
        let number = random.below(10_000)
        let changes: [JSONObject] = [
            ["goals": .string("Goals \(number).")], ["location": .string("Place \(number)")],
            ["title": .string(Activity.title(number))], ["starts": "2098-05-01", "ends": "2099-05-02"],
            ["cost": ["currency": "USD", "amount": .string("\(number).50")]],
            ["counterpart_waiver": "Only one region."],
            ["organisers": [["partner": "DE", "contact": .string("new \(number)")], ["partner": "JP"]]],
            ["outline": .string("Outline \(number)")], ["nothing_like_it": 1],
        ]
        let kinds: [Command.RevisionKind?] = [.editorial, .editorial, .substantive, nil]
        return .revise(fields: random.pick(changes), kind: random.pick(kinds), decidedAt: nil)
    }

    private mutating func contest() -> (String, Command) {
        let slug = "cp-\(random.pick(partners))"
        return random.chance(60)
            ? (slug, .contestRevision(nil, decidedAt: nil))
            : (slug, .contestPosition(partner: nil, invitation: nil, decidedAt: nil))
    }

    private mutating func invitation(_ proposer: String) -> (String, Command) {
        switch random.below(4) {
        case 0: return (proposer, .invite(invitee: "Body \(random.below(3))", event: "The opening", decidedAt: nil))
        case 1:
            let number = 1 + random.below(2)
            let outcome = random.pick(["agreed", "declined"])
            return (
                "som-TH", .decideInvitation(number, outcome: outcome, meeting: "SOM-1", decidedAt: nil)
            )
        default:
            var command = StatedPosition(stance: random.chance(90) ? .support : .objection, invitation: 1)
            command.reason = command.stance == .objection ? "No." : nil
            return ("cp-\(random.pick(partners))", .takePosition(command))
        }
    }

    private mutating func fact(_ row: ProposalRow, _ proposer: String) -> (String, Command) {
        if random.chance(20) {
            return (
                "board",
                .recordFact("published", inputs: ["url": "https://example.org", "fields": ["title"]], decidedAt: nil)
            )
        }
        let day = JSONValue.string(now.date.description)
        let inputs: JSONObject =
            random.chance(80) ? ["starts": day, "ends": day] : ["status": "postponed", "reason": "Rain."]
        return (proposer, .recordFact("implemented", inputs: inputs, decidedAt: random.chance(10) ? now : nil))
    }

    /// A deadline that passes while the workload runs, or one that does not.
    private mutating func soon() -> Instant {
        now.advanced(byMicroseconds: random.chance(70) ? Int64(random.below(60_000_000)) : 86_400_000_000)
    }

    private mutating func move(_ row: ProposalRow, _ proposer: String) -> (String, Command) {
        var choices: [(String, String, JSONObject)] =
            random.chance(20) ? [(proposer, "withdraw", ["reason": "Given up."])] : []
        choices += [
            (random.pick([proposer, "rc-EEAS"]), "recall", ["reason": "Not so."])
        ]
        switch row.state {
        case "drafted":
            var inputs: JSONObject = ["track": random.chance(85) ? "work-programme" : "information"]
            if random.chance(30) { inputs["closes"] = .string(soon().description) }
            choices += Array(repeating: (proposer, "circulate", inputs), count: 20)
        case "circulated":
            choices += Array(repeating: ("rc-ASEAN", "confirm", [:]), count: 20)
            choices += [
                (proposer, "recirculate", ["reason": "Again.", "track": "work-programme"]),
                (proposer, "recirculate", ["reason": "Again."]), ("rc-EEAS", "return", ["reason": "Not yet."]),
            ]
            if !row.hasOpenRound {
                choices += Array(repeating: (proposer, "recirculate", ["reason": "The text changed."]), count: 20)
            }
        case "consensus":
            choices += Array(repeating: ("som-TH", "bless", ["meeting": "SOM-1"]), count: 8)
            choices += [
                ("som-TH", "defer", ["meeting": "SOM-1", "reason": "Later."]), ("som-FR", "return", ["reason": "No."]),
                ("som-FR", "bless", ["meeting": "SOM-1"]),
            ]
        case "som-blessed":
            let inputs: JSONObject = [
                "outcomes": "They met.", "partners_participating": 4, "meeting": "SOM-1", "channel": "direct",
            ]
            choices += Array(repeating: (proposer, "report", inputs), count: 6)
        default: break
        }
        let (slug, transition, inputs) = random.pick(choices)
        return (
            slug,
            .advance(transition: transition, inputs: inputs, decidedAt: random.chance(5) ? now : nil, signature: nil)
        )
    }
}
