import CanonicalJSON
import CivilTime
import HTTPTypes
import LineProtocol
import Listening
import Record
import WebPages

/// A transition with the signature of its actor: what is signed, and the act.
struct SignedActs: Sendable {
    let ref: String
    let act: String
    let form: ActForm

    /// One step of the form; nil where it is the act without a signature.
    func step(_ visit: Visit) async throws(PageEnd) -> PageAnswer? {
        guard let step = visit.form.text("step"), [SignPage.ask, SignPage.file, SignPage.signed].contains(step) else {
            return nil
        }
        let proposal = try await visit.proposal(ref)
        let (around, _) = try await visit.surroundings(of: proposal)
        let (inputs, given, faults) = form.read(visit.form)
        guard faults.isEmpty else { return nil }
        // What is signed says when it was decided: now, where nobody said another day, to the second.
        let decidedAt = given ?? visit.desk.time.date().toTheSecond
        let page = SignPage(
            proposal, form, around, inputs: inputs, decidedAt: decidedAt, account: try visit.account().account)
        guard let page else { throw .missing(tr("There is nothing to sign here.")) }
        let seen = visit.seen.map { Int($0) } ?? proposal.record?.version
        switch step {
        case SignPage.file:
            return .file(page.bytes, type: "application/octet-stream", name: page.fileName)
        case SignPage.signed:
            let text: String
            switch try await handedIn(visit) {
            case .success(let given): text = given
            case .failure(let fault):
                var state = visit.sentForm(seen: seen)
                state.faults = [SignPage.textField: fault.sentence]
                return await answer(page, proposal, state, visit, status: .unprocessableContent)
            }
            var verb = Verbs.Advance()
            (verb.ref, verb.transition, verb.inputs, verb.decided.at) = (ref, act, inputs, decidedAt)
            verb.signature = (try? SSHSignature(text: text))?.text ?? text
            switch await visit.write(verb, if: visit.seen) {
            case .success(let written): return visit.done(written, .recorded)
            case .failure(let failure):
                return try await refused(failure, inputs, decidedAt, around, visit)
            }
        default: return await answer(page, proposal, visit.sentForm(seen: seen), visit)
        }
    }

    /// The page again, over the text as it stands now: what has changed is signed anew.
    private func refused(
        _ failure: Failure, _ inputs: JSONObject, _ decidedAt: Instant, _ around: FormSurroundings, _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        _ = try visit.passed(failure)
        let now = try await visit.proposal(ref)
        let page = SignPage(
            now, form, around, inputs: inputs, decidedAt: decidedAt, account: try visit.account().account)
        guard let page else { throw visit.end(failure) }
        var state = visit.sentForm(failure, seen: now.record?.version)
        if failure.object["field"]?.string == SignPage.textField {
            state.faults = [SignPage.textField: PageText.message(failure.message)]
        }
        if failure.code == .versionConflict { state.meanwhile = try await visit.meanwhile(ref) }
        return await answer(page, now, state, visit, status: .conflict)
    }

    private struct Fault: Error {
        let sentence: String
    }

    /// The signature, pasted or in its file.
    private func handedIn(_ visit: Visit) async throws(PageEnd) -> Result<String, Fault> {
        if let file = visit.file, file.isThere {
            let bytes: [UInt8]
            do { bytes = try await file.bytes(from: 0, count: SignPage.largest) } catch {
                throw .unreadable(error)
            }
            guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
                return .failure(Fault(sentence: tr("The file holds no signature as ssh-keygen writes it.")))
            }
            return .success(text)
        }
        guard let text = visit.form.text(SignPage.textField) else {
            return .failure(Fault(sentence: tr("Paste the signature, or choose its file.")))
        }
        return .success(text)
    }

    private func answer(
        _ page: SignPage, _ proposal: ShownProposal, _ state: FormState, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) async -> PageAnswer {
        visit.page(
            page.page(state, keys: await visit.keys()), forum: PageFrame.Forum(proposal), status: status)
    }
}

extension Visit {
    /// The keys with which whoever is logged in signs; none for who is of no forum.
    func keys() async -> [Verbs.Key.Row] {
        guard let account = who?.account, case .success(let answer) = await attempt(Verbs.Key(account: account)) else {
            return []
        }
        return answer.rows
    }
}

extension Instant {
    /// Without the parts of its second.
    fileprivate var toTheSecond: Instant { Instant(microseconds: microseconds / 1_000_000 * 1_000_000) }
}
