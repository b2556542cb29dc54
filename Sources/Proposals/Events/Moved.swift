package import CanonicalJSON
import CivilTime
package import Lifecycle

extension Event {
    /// A transition was made.
    package struct Moved: ProposalBody {
        package static var kind: EventKind { .moved }
        package static var mayMove: Bool { true }

        package var transition: String
        /// What was given with it, but for what it wrote into the text, which stands once, in ``writes``.
        package var inputs: JSONObject?
        /// What it changed in the text; nil where it left the text alone.
        package var writes: Writing?
        package var effect: Effect
        /// The actor's own signature under the act; nil where they gave none.
        package var signature: String?

        /// What it did besides moving.
        package enum Effect: Sendable, Hashable {
            case none
            case endsRound
            case opensRound(Circulation)
            case undoes(Undoing)
        }
    }
}

extension Event.Moved {
    /// The round that it opened.
    package var circulation: Circulation? { if case .opensRound(let circulation) = effect { circulation } else { nil } }

    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        transition = try data.text("transition")
        writes = try data.optionalObject("writes").map { json throws(EventError) in try Writing(json) }
        if let undone = data.optionalObject("undoes") {
            effect = .undoes(try Undoing(undone))
        } else if let opened = data.optionalObject("round") {
            effect = .opensRound(try Circulation(opened))
        } else {
            effect = data.flag("ends_round") ? .endsRound : .none
        }
        inputs = data.optionalObject("inputs")
        signature = data.optionalText("signature")
    }

    package var data: JSONObject {
        var data: JSONObject = ["transition": .string(transition)]
        if let inputs { data["inputs"] = .object(inputs) }
        if let writes { data["writes"] = .object(writes.json) }
        switch effect {
        case .none: break
        case .endsRound: data["ends_round"] = true
        case .opensRound(let circulation): data["round"] = .object(circulation.json)
        case .undoes(let undoing): data["undoes"] = .object(undoing.json)
        }
        if let signature { data["signature"] = .string(signature) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let trackBefore = proposal.track
        let openRoundBefore = proposal.openRound?.number
        let writing = writes.map { proposal.write($0, at: event.recordedAt) }
        proposal.noteMove(at: event.recordedAt)
        var isUndoable = true
        switch effect {
        case .none: break
        case .endsRound: proposal.endRound(.moved)
        case .opensRound(let circulation):
            proposal.endRound(.recirculated)
            proposal.track = circulation.track
            proposal.rounds.append(Round(circulation, event))
        case .undoes(let undoing):
            isUndoable = false
            try proposal.undo(undoing)
        }
        proposal.moves.append(
            Move(
                transition: transition, from: proposal.state, to: event.to ?? proposal.state,
                decidedAt: event.decidedAt, recordedAt: event.recordedAt, actor: event.actor, inputs: inputs ?? [:],
                version: event.version, isUndoable: isUndoable, trackBefore: trackBefore,
                openRoundBefore: openRoundBefore, writing: writing))
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        guard var inputs else { return nil }
        let isUndo = if case .undoes = effect { true } else { false }
        // What a move writes stands once, beside the inputs; an undo writes what was before.
        if !isUndo, let writes, let input = definition?.transition(transition)?.inputs.first(where: \.isChanges) {
            inputs[input.key] = .object(writes.changes)
        }
        return .advance(transition: transition, inputs: inputs, decidedAt: event.decidedAt, signature: signature)
    }
}

extension Event {
    /// A person's own signature under it. It is looked for in every kind: one that stands where none belongs is told of.
    package var signature: String? { data["signature"]?.string }
}

extension Proposal {
    /// Writes what a move changes into the text. A round on the text before it ends.
    fileprivate mutating func write(_ writing: Event.Moved.Writing, at moment: Instant) -> TextWriting {
        var before: JSONObject = [:]
        for change in writing.changes.members { before[change.key] = fields[change.key] ?? .null }
        write(writing.changes, writing.textDigest)
        noteChange(of: writing.changes.keys, at: moment)
        endRound(.substantiveRevision)
        return TextWriting(changes: writing.changes, before: before, textDigest: writing.textDigest)
    }

    /// Takes back the last move: the round that it opened is undone, the round that it ended is open again.
    fileprivate mutating func undo(_ undoing: Event.Moved.Undoing) throws(EventError) {
        guard let last = moves.popLast(), last.version == undoing.version else {
            throw EventError("\(ref): only the last move can be undone")
        }
        track = undoing.track
        for index in rounds.indices {
            if rounds[index].number == undoing.unmakes { rounds[index].ended = .undone }
            if rounds[index].number == undoing.reopens { rounds[index].ended = nil }
        }
    }
}
