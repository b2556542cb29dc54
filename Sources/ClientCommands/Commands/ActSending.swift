import CanonicalJSON
import ImportFiles
import LineProtocol
import Proposals
import Terminal

/// What a command that takes a transition and one that records a fact share.
extension GivenWords {
    /// The proposal and the act that the words name.
    func refAndAct(_ what: String, usage: String) throws -> (ref: String, act: String) {
        guard words.count == 2 else {
            throw CommandFailure.usage(
                words.count < 2
                    ? "give the proposal and the \(what): \(usage)"
                    : "unexpected argument \"\(TerminalText.line(words[2]))\"; write \(usage) --option value")
        }
        if !RefText.isLike(words[0]), RefText.isLike(words[1]) {
            throw CommandFailure.usage(
                TerminalText.line(
                    "the proposal comes first; did you mean: \(usage.split(separator: " ").prefix(2).joined(separator: " ")) \(words[1]) \(words[0])"
                ))
        }
        return (words[0], words[1])
    }
}

extension ClientSession {
    /// Sends an act on a proposal, by its id or its label, with the options given read by the proposal's lifecycle, and prints
    /// the answer. What is final is asked about first, unless `yes` says that it is wanted.
    func send(
        _ verb: Verb, _ ref: String, _ given: GivenWords, _ write: WriteOptions, yes: Bool = true,
        inputs: (_ definition: JSONObject) throws -> ActInputs
    ) async throws {
        let proposal = try await self.proposal(ref)
        let definition = try await definition(of: proposal)
        let inputs = try inputs(definition)
        let meant = try await resolved(inputs.object(given.options), inputs, proposal)
        if !yes, verb == .advance { try FinalAct(inputs.act, proposal, definition)?.confirm(console) }
        let taken = inputs.taken(given.options, as: meant)
        guard verb == .advance else {
            var record = Verbs.Record()
            record.ref = ref
            record.fact = inputs.act
            (record.decided, record.inputs) = ActInputs.apart(meant)
            let answer = try await guiding(verb, proposal.ref, inputs.act, definition) { [record] in
                try await self.write(record, write)
            }
            return try printWrite(answer, taken: taken)
        }
        var advance = Verbs.Advance()
        advance.ref = ref
        advance.transition = inputs.act
        (advance.decided, advance.inputs) = ActInputs.apart(meant)
        let answer = try await guiding(verb, proposal.ref, inputs.act, definition) { [advance] in
            try await self.write(advance, write)
        }
        try printWrite(answer, taken: taken)
    }

    /// What an act answers; a refusal that nobody could answer without knowing a field's form names the command that does.
    func guiding<Result>(
        _ verb: Verb, _ ref: String, _ act: String, _ definition: JSONObject, _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch CommandFailure.refused(let failure) {
            let next = NextCommand(ref: ref, definition: definition)
            let row = verb == .advance ? Verbs.Why.Row(transition: act) : Verbs.Why.Row(fact: act)
            let commands = failure.unmet.filter { $0.requirement == "duplicates-answered" }.compactMap {
                next.supplying($0, for: row)
            }
            throw commands.isEmpty ? CommandFailure.refused(failure) : .guided(failure, next: commands)
        }
    }

    /// The same object with each partner and each meeting that an input names by its id.
    func resolved(_ object: JSONObject, _ inputs: ActInputs, _ proposal: ShownProposal) async throws -> JSONObject {
        var object = object
        for input in inputs.inputs {
            guard let word = object[input.key]?.string else { continue }
            switch input.type {
            case .partner: object[input.key] = .string(try await partner(word, in: proposal.forum))
            case .meeting: object[input.key] = .string(try await meeting(word, in: proposal.forum))
            case .text, .place, .reference, .address, .date, .instant, .integer, .money, .choice, .choices, .partners,
                .organisers, .documents, .answers, .changes, .track, .partnerCount, .fieldKeys, nil:
                break
            }
        }
        if var office = object["decided_by"]?.object, let word = office["of"]?.string,
            !PartnerLookup.isLikeID(word), let id = try await partners(of: proposal.forum).id(word)
        {
            office["of"] = .string(id)
            object["decided_by"] = .object(office)
        }
        return object
    }
}
