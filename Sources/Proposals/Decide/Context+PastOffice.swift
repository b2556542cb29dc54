package import CanonicalJSON
package import CivilTime
import Lifecycle
import Record
import Sharing

/// What is refused to somebody who records what another office decided.
enum PastOfficeSentence: String, EngineSentence {
    static let room = "past-office"

    case toRecord = "record what another office decided"
    case onlyKeepers = "only who keeps the accounts may record what another office decided"
    case nobodyHeld = """
        nobody held the office {office} at {moment}; what is recorded in its name was decided while it was held
        """
    case notHeld = """
        {holder} did not hold the office {office} at {moment}; what is recorded in its name was decided while it \
        was held
        """
    case stillHeld = """
        {holders} still {count|holds|hold} the office {office}; whoever holds it records what it decided
        """
}

extension Context {
    /// The same in the office that stood when it was decided, and what an event keeps of that. Who records must keep the forum's
    /// accounts; who holds the office still records what it decides itself.
    package func inPastOffice(_ given: Instant?) throws(Refusal) -> (context: Context, kept: JSONObject) {
        guard let past else { return (self, [:]) }
        guard let keeper = registry.settings?.accountRole, holds(keeper) else {
            let role = registry.settings?.accountRole
            throw .forbidden(
                role.map { Reason.only([$0], may: PastOfficeSentence.toRecord) }
                    ?? Reason(PastOfficeSentence.onlyKeepers),
                who: role.map { [Capable(role: $0)] } ?? [])
        }
        guard let given else {
            throw .badField("decided_at", "say when \(past.name) decided it; \"decided_by\" is for acts of the past")
        }
        let moment = try decidedAt(given)
        guard past.source.receivedAt <= now else {
            throw .badField("decided_by", "\"received_at\" is in the future")
        }
        guard past.source.receivedAt.date >= moment.date else {
            throw .badField(
                "decided_by",
                "it was received on \(past.source.receivedAt.date), before \(moment.date), when it was decided")
        }
        let (holder, appointment) = try holder(of: past, at: moment)
        var inner = self
        inner.past = nil
        inner.offices = [appointment.office]
        return (
            inner,
            [
                "holder": .string(holder), "appointment": .integer(Int64(appointment.number)),
                "from": .string(past.source.from), "received_at": .string(past.source.receivedAt.description),
                "digest": .string(past.source.digest),
            ]
        )
    }

    /// Who held the office at that moment, and holds it no more.
    private func holder(of past: PastOffice, at moment: Instant) throws(Refusal) -> (String, Appointment) {
        var then: [(account: Account, appointment: Appointment)] = []
        for account in registry.accounts.values.sorted(by: { $0.id < $1.id })
        where past.holder == nil || past.holder == account.id {
            let covering = account.appointments.first { past.names($0.office) && $0.isHeld(at: moment) }
            if let covering { then.append((account, covering)) }
        }
        guard !then.isEmpty else {
            var values: [String: Reason.Value] = ["office": .text(past.name), "moment": "\(moment)"]
            values["holder"] = past.holder.map { .text($0) }
            throw .forbidden(
                Reason(past.holder == nil ? PastOfficeSentence.nobodyHeld : .notHeld, values), who: [])
        }
        let ended = then.filter { !$0.account.holds($0.appointment.office, at: now) }
        guard let first = ended.first else {
            throw .forbidden(
                Reason(
                    PastOfficeSentence.stillHeld,
                    [
                        "holders": .list(then.map(\.account.id)), "count": .number(then.count),
                        "office": .text(past.name),
                    ]), who: [Capable(role: past.role)])
        }
        guard ended.count == 1 else {
            throw .badField(
                "decided_by",
                "say with \"holder\" which of \(ended.map(\.account.id).joined(separator: ", ")) decided it")
        }
        return (first.account.id, first.appointment)
    }
}

/// Decides an act of the past in the office that stood then; its events keep who held that, and what they were recorded from.
func recorded(
    _ command: Command, _ proposal: Shared<Proposal>?, _ context: Context
) throws(Refusal) -> [EventDraft] {
    guard command.isDecidedByAnOffice else {
        throw .badField("decided_by", "this happens when it is recorded; no office decided it before")
    }
    if case .advance(_, _, _, .some) = command {
        throw .badField("signature", "a signature is the holder's own; what is recorded for another office has none")
    }
    let (inner, kept) = try context.inPastOffice(command.decidedAt)
    var drafts = try decide(command, sharing: proposal, inner)
    for index in drafts.indices where drafts[index].actor.account == context.account {
        drafts[index].actor.past = kept
        drafts[index].data["decided_by"] = .object(kept)
    }
    return drafts
}

extension Command {
    /// When the body decided it, as it was said.
    var decidedAt: Instant? {
        switch self {
        case .draft(_, _, _, let moment), .revise(_, _, let moment), .contestRevision(_, let moment),
            .contestPosition(_, _, let moment), .advance(_, _, let moment, _), .acknowledge(_, let moment),
            .recordFact(_, _, let moment), .note(_, let moment), .moveDeadline(_, _, let moment),
            .invite(_, _, let moment), .decideInvitation(_, _, _, let moment):
            moment
        case .takePosition(let position): position.decidedAt
        case .importRecord, .migrate, .file, .noteDeadline: nil
        }
    }

    /// Whether it has a moment of its own at which somebody decided it. What is imported keeps its source's dates, a migration
    /// follows its plan when it is applied, and a document is filed when its bytes come.
    var isDecidedByAnOffice: Bool {
        switch self {
        case .importRecord, .migrate, .file, .noteDeadline: false
        case .draft, .revise, .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge, .recordFact,
            .note,
            .moveDeadline, .invite, .decideInvitation:
            true
        }
    }
}
