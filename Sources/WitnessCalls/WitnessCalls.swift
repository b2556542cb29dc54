package import ProposalService
import Record
import Synchronization
import WebCalls

/// Shows each new checkpoint of a public record to the witnesses whose address the policy gives, and takes their cosignatures in: the log's
/// side of C2SP tlog-witness. A witness that cannot be reached, or refuses, is left alone for longer each time.
package final class WitnessCalls: Sendable {
    /// What an operator may want to know.
    package enum Event: Sendable, Hashable {
        case cosigned(forum: String, size: Int64, witness: String)
        /// Why, as a sentence that begins with the witness's name in the policy. The same is told once.
        case refused(forum: String, size: Int64, witness: String, why: String)
    }

    /// Rounds after which the longest pause ends.
    private static let longestPause = 60

    private struct Place: Hashable {
        let forum: String
        let witness: String
    }

    /// How things stand with one witness about one forum.
    private struct Standing {
        /// The size that it cosigned last, as far as that is known.
        var known: Int64?
        var failures = 0
        /// Rounds in which it is not asked.
        var pause = 0
        var lastReason: String?
    }

    private struct State {
        var standings: [Place: Standing] = [:]
        /// The sizes of checkpoints that lack nobody.
        var complete: [String: Int64] = [:]
    }

    private let service: ProposalService
    private let witnesses: [(party: WitnessPolicy.Party, address: WitnessAddress)]
    private let name: String
    private let tell: @Sendable (Event) -> Void
    private let state = Mutex(State())

    /// Nil where the policy gives no witness an address.
    /// - Parameters:
    ///   - name: what witnesses are told that asks them.
    ///   - tell: is told of each cosignature and of each new refusal.
    package init?(_ service: ProposalService, name: String, tell: @escaping @Sendable (Event) -> Void) {
        witnesses = service.policy.witnesses.compactMap { party in
            party.url.flatMap { WitnessAddress($0) }.map { (party: party, address: $0) }
        }
        guard !witnesses.isEmpty else { return nil }
        self.service = service
        self.name = name
        self.tell = tell
    }

    /// Asks round after round, until cancelled.
    package func run(sleep: @escaping @Sendable () async throws -> Void) async {
        while !Task.isCancelled {
            await round()
            do { try await sleep() } catch { return }
        }
    }

    /// Shows every witness what it lacks.
    package func round() async {
        let parties = witnesses.map(\.party)
        guard let lacking = try? await service.lacking(parties, besides: state.withLock({ $0.complete })) else {
            return
        }
        for one in lacking where one.witnesses.isEmpty {
            state.withLock { $0.complete[one.forum] = one.published.checkpoint.size }
        }
        await withDiscardingTaskGroup { group in
            for (party, address) in witnesses {
                let shown = lacking.filter { $0.witnesses.contains(party) }
                group.addTask { [self] in
                    for one in shown where isTurn(Place(forum: one.forum, witness: party.name)) {
                        await show(one, to: party, at: address)
                    }
                }
            }
        }
    }

    private func show(_ one: LackingCheckpoint, to party: WitnessPolicy.Party, at address: WitnessAddress) async {
        let place = Place(forum: one.forum, witness: party.name)
        let size = one.published.checkpoint.size
        do {
            let lines = try await lines(of: one, party, address, place)
            for line in lines {
                _ = try await service.cosign(one.forum, size: size, line: line.line, nil)
            }
            state.withLock { $0.standings[place] = Standing(known: size) }
            tell(.cosigned(forum: one.forum, size: size, witness: party.name))
        } catch {
            let why: String
            switch error {
            case let refusal as Refusal: why = refusal.why
            case let fault as WebCall.Fault: why = fault.reason
            case let failure as ServiceFailure: why = "could not be answered: \(failure.message)"
            default: why = "could not be asked: \(error)"
            }
            if failed(place, why) {
                tell(
                    .refused(
                        forum: one.forum, size: size, witness: party.name, why: "the witness \(party.name) \(why)"))
            }
        }
    }

    private struct Refusal: Error {
        let why: String
    }

    /// The lines with which a witness cosigned.
    private func lines(
        of one: LackingCheckpoint, _ party: WitnessPolicy.Party, _ address: WitnessAddress, _ place: Place
    ) async throws -> [NoteSignature] {
        let published = one.published
        // What other witnesses signed is none of this one's concern.
        var note = try SignedNote(text: published.note.text)
        for signature in published.note.signatures where published.key.claims(signature) { note.add(signature) }
        let request = WitnessRequest(address: address, name: name)
        let known = state.withLock { $0.standings[place]?.known }
        var dialogue = WitnessDialogue(size: published.checkpoint.size, witness: party.key, known: known)
        var from = dialogue.first
        while true {
            let proof = try await proof(one.forum, from: from, to: published.checkpoint.size)
            switch dialogue.answered(try await request.post(AddCheckpoint.body(proof, note))) {
            case .take(let lines): return lines
            case .giveUp(let why): throw Refusal(why: why)
            case .send(let seen):
                from = seen
                state.withLock { $0.standings[place, default: Standing()].known = seen }
            }
        }
    }

    private func proof(_ forum: String, from: Int64, to: Int64) async throws -> ConsistencyProof {
        switch try await service.proof(.consistency(from: from, to: to), forum, nil) {
        case .consistency(let proof): return proof
        case .inclusion: throw Refusal(why: "could not be given a proof")
        }
    }

    /// Whether a witness is asked in this round.
    private func isTurn(_ place: Place) -> Bool {
        state.withLock { state in
            guard let pause = state.standings[place]?.pause, pause > 0 else { return true }
            state.standings[place]?.pause = pause - 1
            return false
        }
    }

    /// Whether a failure is news.
    private func failed(_ place: Place, _ why: String) -> Bool {
        state.withLock { state in
            var standing = state.standings[place] ?? Standing()
            let isNews = standing.lastReason != why
            standing.lastReason = why
            standing.failures += 1
            standing.pause = min(1 << min(standing.failures, 6), WitnessCalls.longestPause)
            state.standings[place] = standing
            return isNews
        }
    }
}
