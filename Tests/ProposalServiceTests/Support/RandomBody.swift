import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Proposals
import Record
import TestRandom
import Testing

@testable import ProposalService

/// A body of four partners under any lifecycle, and a random life in it: the acts are real decisions, the clock is the test's.
struct RandomBody {
    static let partners = ["AA", "BB", "CC", "DD"]

    let definition: LifecycleDefinition
    private(set) var registry: Registry
    var proposals: [String: Proposal] = [:]
    private(set) var now = Instant("2026-03-10T09:00:00Z") ?? Instant(microseconds: 0)
    var random: SeededRandom
    /// Every office that the lifecycle speaks of, for each partner and for none.
    let offices: [Office]
    private var meetingCount = 0

    init(_ path: String, seed: UInt64) throws {
        let definition = try LifecycleFile.load(path)
        self.definition = definition
        random = SeededRandom(seed: seed)
        registry = Registry(forum: "body")
        let roles = Set(definition.roles.flatMap(\.heldBy) + [definition.positions.relayedBy].compactMap(\.self))
        offices = roles.sorted().flatMap { role in
            RandomBody.partners.map { Office(role: role, partner: $0) } + [Office(role: role)]
        }
        try change(
            .setForum(
                ForumSettings(
                    name: "A body", refPrefix: "BODY", meetingRole: "host", accountRole: "admin", auditRole: "auditor"))
        )
        for (number, id) in RandomBody.partners.enumerated() {
            try change(
                .admitPartner(
                    Partner(
                        id: id, name: "Partner \(id)",
                        attributes: [
                            "region": number % 2 == 0 ? "Europe" : "Asia", "group": "G\(number % 2)", "circle": "east",
                            "kind": "country", "member_state": id,
                        ])))
        }
        try change(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex))
    }

    mutating func change(_ command: RegistryCommand) throws {
        let context = RegistryContext(now: now, account: "server", offices: [], isServerAdministrator: true)
        for draft in try Proposals.decide(command, registry, context) {
            try registry.evolve(
                draft.sealed(
                    forum: registry.forum, stream: Event.registryStream, after: registry.version,
                    digest: registry.lastDigest, recordedAt: now))
        }
    }

    /// Half of the proposals look like another one.
    func context(_ office: Office, on ref: String) -> Context {
        let isAlike = ref.hasSuffix("2") || ref.hasSuffix("4")
        return Context(
            now: now, account: "body/somebody", offices: [office], registry: registry,
            duplicateCandidates: isAlike ? [DuplicateCandidate(ref: "BODY-2025-0001", title: "Alike")] : [])
    }

    /// Does it, or says why not; changes nothing where it does not.
    @discardableResult
    mutating func act(_ command: Command, on ref: String, as office: Office) throws -> Refusal? {
        do {
            try keep(try decide(command, on: ref, as: office), on: ref)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    func decide(_ command: Command, on ref: String, as office: Office) throws(Refusal) -> [EventDraft] {
        try Proposals.decide(command, proposals[ref], context(office, on: ref))
    }

    private mutating func keep(_ drafts: [EventDraft], on ref: String) throws {
        for draft in drafts {
            let present = proposals[ref]
            proposals[ref] = try Proposal.evolve(
                present,
                draft.sealed(
                    forum: registry.forum, stream: ref, after: present?.version ?? 0, digest: present?.lastDigest,
                    recordedAt: max(now, present?.recordedAt ?? now)))
        }
    }

    // MARK: a random life

    /// Something that may or may not be done, by somebody who may or may not do it.
    mutating func live(_ ref: String) throws {
        let office = random.pick(offices)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<15: try agree(ref)
        case 15..<36:
            let stances: [Stance] = [
                .support, .support, .support, .noObjection, .noObjection, .reservation, .objection,
            ]
            let stance = random.chance(4) ? nil : random.pick(stances)
            for role in definition.role(definition.positions.role)?.heldBy ?? [] {
                try act(
                    .takePosition(
                        StatedPosition(
                            stance: stance, reason: stance == .objection || stance == .reservation ? "Because." : nil,
                            invitation: random.chance(10) ? 1 : nil)), on: ref,
                    as: Office(role: role, partner: random.pick(RandomBody.partners)))
            }
        case 36..<42: try acknowledge(ref)
        case 42..<64: try offered(ref, office)
        case 64..<70: try revise(ref, office)
        case 70..<75:
            try act(
                .recordFact(
                    random.pick(definition.facts.map(\.id) + ["nothing"]),
                    inputs: ["status": .string(random.pick(["cancelled", "postponed", "queried"])), "reason": "So."],
                    decidedAt: nil), on: ref, as: office)
        case 75..<79:
            let transition = random.pick(definition.transitions)
            try act(
                .advance(
                    transition: transition.id, inputs: ["reason": "So.", "why": "So."], decidedAt: nil, signature: nil),
                on: ref,
                as: office)
        case 79..<82: try act(.invite(invitee: "A bank", event: "The opening", decidedAt: nil), on: ref, as: office)
        case 82..<85: try act(.contestRevision(nil, decidedAt: nil), on: ref, as: office)
        case 85..<92: try meet()
        default: wait()
        }
        for partner in RandomBody.partners where random.chance(1) {
            for one in offices where one.partner == partner {
                try act(.noteDeadline, on: ref, as: one)
            }
        }
    }

    /// Everybody supports it; some say so on an invitation as well.
    private mutating func agree(_ ref: String) throws {
        for role in definition.role(definition.positions.role)?.heldBy ?? [] {
            for partner in RandomBody.partners {
                for invitation in [nil, 1] {
                    try act(
                        .takePosition(StatedPosition(stance: .support, invitation: invitation)), on: ref,
                        as: Office(role: role, partner: partner))
                }
            }
        }
    }

    private mutating func acknowledge(_ ref: String) throws {
        for role in definition.role(definition.positions.role)?.heldBy ?? [] {
            try act(
                .acknowledge(partner: nil, decidedAt: nil), on: ref,
                as: Office(role: role, partner: random.pick(RandomBody.partners)))
        }
    }

    /// What an inbox offers, done.
    private mutating func offered(_ ref: String, _ office: Office) throws {
        for office in [office] + offices.shuffled(using: &random) {
            for item in try items(ref, office).shuffled(using: &random) {
                guard item.offer?.isPossible == true, let command = command(item) else { continue }
                try act(command, on: ref, as: office)
                return
            }
        }
    }

    private mutating func revise(_ ref: String, _ office: Office) throws {
        let field = random.pick(definition.form.fields)
        guard !field.isPersonal, case .text = field.type else { return }
        let text: JSONValue = random.chance(15) ? .null : .string("Words \(Int.random(in: 0..<1000, using: &random))")
        try act(
            .revise(
                fields: [field.key: text], kind: random.pick([nil, .editorial, .substantive]), decidedAt: nil), on: ref,
            as: office)
    }

    /// A meeting is planned, or was held in these days.
    private mutating func meet() throws {
        var kinds = definition.invitations?.meetingKinds ?? []
        for use in definition.transitions.flatMap(\.requirements) {
            if let held = use.requirement as? MeetingHeld { kinds += held.kinds }
        }
        guard !kinds.isEmpty else { return }
        meetingCount += 1
        let id = "meeting-\(meetingCount)"
        let today = now.date.daysSinceEpoch
        let starts = CivilDate(daysSinceEpoch: today - Int.random(in: 0..<6, using: &random)) ?? now.date
        let ends = CivilDate(daysSinceEpoch: min(today, starts.daysSinceEpoch + 1)) ?? now.date
        try change(.schedule(Meeting(id: id, kind: random.pick(kinds), name: id, starts: starts, ends: ends)))
        if random.chance(40) { try change(.hold(meeting: id, starts: starts, ends: ends)) }
    }

    mutating func wait() {
        let hours =
            random.chance(10) ? Int.random(in: 0..<1000, using: &random) : Int.random(in: 0..<48, using: &random)
        now = now.advanced(byMicroseconds: Int64(hours) * Instant.microsecondsPerHour)
    }

    // MARK: inboxes

    func items(_ ref: String, _ office: Office) throws -> [InboxItem] {
        let proposal = try #require(proposals[ref])
        return Inbox(proposal: proposal, definition: definition, context: context(office, on: ref)).items
    }

    /// The act that an item speaks of, with the inputs that it names.
    func command(_ item: InboxItem) -> Command? {
        guard let offer = item.offer else { return nil }
        let inputs = RandomBody.inputs(item.json)
        if let invitation = item.invitation {
            return .decideInvitation(
                invitation, outcome: "agreed", meeting: inputs["meeting"]?.string, decidedAt: offer.decidedAt)
        }
        if let transition = item.transition {
            return .advance(transition: transition, inputs: inputs, decidedAt: offer.decidedAt, signature: nil)
        }
        return .recordFact(item.what, inputs: inputs, decidedAt: offer.decidedAt)
    }

    /// What a reader of the row gives: the example where there is one, and else anything of the type.
    static func inputs(_ row: JSONObject) -> JSONObject {
        var inputs: JSONObject = [:]
        for need in (row["needs"]?.array ?? []).compactMap(\.object) {
            guard let key = need["key"]?.string else { continue }
            switch need["type"]?.string {
            case _ where need["example"] != nil: inputs[key] = need["example"]
            case "text": inputs[key] = "Words of the actor."
            case "address": inputs[key] = "https://example.org/page"
            case "money": inputs[key] = ["currency": "EUR", "amount": "12.50"]
            case "field-keys": inputs[key] = ["title"]
            default: break
            }
        }
        return inputs
    }

    // MARK: drafts

    /// Everything that the form asks for, and half of the time a field less.
    mutating func draft(_ ref: String) throws {
        var fields: JSONObject = [:]
        let dropped = random.chance(50) ? random.pick(definition.form.fields).key : ""
        for field in definition.form.fields where !field.isPersonal && field.key != dropped || field.key == "title" {
            guard field.writers.isEmpty || field.key == "title" else { continue }
            fields[field.key] = value(field)
        }
        let writers = definition.writers.compactMap { definition.role($0) }.flatMap(\.heldBy)
        for role in writers {
            let office = Office(role: role, partner: "AA")
            let context = Context(
                now: now, account: "body/somebody", offices: [office], registry: registry, newRef: ref)
            try keep(
                try Proposals.decide(
                    .draft(lifecycle: nil, partner: "AA", fields: fields, decidedAt: nil), nil, context), on: ref)
            break
        }
        // What belongs to offices is written by them.
        for field in definition.form.fields where !field.writers.isEmpty && !field.isPersonal {
            guard let value = value(field) else { continue }
            for office in offices
            where try act(.revise(fields: [field.key: value], kind: nil, decidedAt: nil), on: ref, as: office) == nil {
                break
            }
        }
    }

    private func value(_ field: FieldDefinition) -> JSONValue? {
        switch field.type {
        case .text: .string("Words of \(field.key)")
        case .date: field.key == "ends" ? "2027-05-03" : "2027-05-01"
        case .integer(let minimum, _): .integer(minimum)
        case .money: ["currency": "EUR", "amount": "10.00"]
        case .place: "Nowhere"
        case .choice(let choices): choices.first.map { .string($0) }
        case .choices(let choices, _): choices.first.map { .strings([$0]) } ?? ["word"]
        case .partners(let limit): .strings(Array(RandomBody.partners.prefix(min(2, limit))))
        case .organisers: [["partner": "AA"], ["partner": "BB"]]
        case .documents: ["A document"]
        case .answers, .reference: nil
        }
    }
}
