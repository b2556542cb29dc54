import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

extension ProposalQueries {
    /// WHY: each transition and fact, allowed or with every unmet requirement, who can meet it, and the rule it comes from; and the
    /// rule's own sentences as a checklist.
    func why(
        _ ref: String, transition: String?, inputs: JSONObject, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenChances {
        let visible = try await records.visible(ref, caller)
        guard visible.readAccess == .everything else {
            throw ServiceFailure(.notFound, "there is no proposal \(ref) that you can see")
        }
        // A null says nothing, here as everywhere in a request.
        var inputs = JSONObject(inputs.members.filter { !$0.value.isNull })
        var decidedAt: Instant?
        if let given = inputs["decided_at"] {
            guard let instant = given.string.flatMap({ Instant(written: $0) }) else {
                throw ServiceFailure.wrong(
                    "decided_at",
                    given.string.map { "\"\($0.prefix(40))\" \(Instant.fault(in: $0))" }
                        ?? "write an instant as 2026-03-01T12:00:00Z")
            }
            decidedAt = instant
            inputs["decided_at"] = nil
        }
        var past: PastOffice?
        if let given = inputs["decided_by"] {
            guard let office = given.object.flatMap({ PastOffice(asked: $0) }) else {
                throw ServiceFailure.wrong("decided_by", PastOffice.form)
            }
            past = office
            inputs["decided_by"] = nil
        }
        let definition = visible.definition
        let transitions = definition.transitions.filter { transition == nil || $0.id == transition }
        let facts = transition == nil ? definition.facts : definition.facts.filter { $0.id == transition }
        guard !transitions.isEmpty || !facts.isEmpty else {
            throw ServiceFailure(
                .notFound,
                "\(definition.id) has no transition \"\(transition ?? "")\"; it has "
                    + definition.transitions.map(\.id).joined(separator: ", "))
        }
        let duplicates = try await duplicates(visible)
        var context = visible.context.judging(candidates: duplicates.candidates)
        if let past {
            context.past = past
            do throws(Refusal) { context = try context.inPastOffice(decidedAt).context } catch {
                throw ServiceFailure(error, visible.seats)
            }
        }
        let judge = Judge(proposal: visible.proposal, definition: definition, context: context)
        var chances: [SeenChances.Act] = []
        do throws(Refusal) {
            for transition in transitions {
                // Nothing is kept: what looks personal only has to look as it will in the event.
                var personal = PersonalData(seed: [])
                let sealed = try personal.sealing(
                    inputs, transition, definition.form, present: visible.proposal.fields)
                let verdict = try judge.verdict(on: transition, inputs: sealed, decidedAt: decidedAt)
                chances.append(SeenChances.Act(kind: .transition(transition), verdict: verdict))
            }
            for fact in facts {
                let verdict = try judge.verdict(
                    on: fact, inputs: transition == nil ? [:] : inputs, decidedAt: decidedAt)
                chances.append(SeenChances.Act(kind: .fact(fact), verdict: verdict))
            }
        } catch {
            throw ServiceFailure(error, visible.seats)
        }
        return SeenChances(
            proposal: visible.proposal, definition: definition, seats: visible.seats, acts: chances,
            checklist: checklist(visible, judge), hiddenDrafts: duplicates.hiddenDrafts)
    }

    /// Proposals that look like this one.
    private func duplicates(_ visible: VisibleProposal) async throws(ServiceFailure) -> Duplicates {
        let proposal = visible.proposal
        guard visible.definition.asksForDuplicates else {
            return Duplicates(of: proposal, visible.definition, among: [], for: visible.context.viewer)
        }
        let rows = try await storing { () throws(StoreError) in
            try await self.store.alike(forum: proposal.forum, ref: proposal.ref)
        }
        return Duplicates(of: proposal, visible.definition, among: rows, for: visible.context.viewer)
    }

    /// The rule's own sentences: met, declared by the proposer, for partners to judge, or unmet.
    private func checklist(_ visible: VisibleProposal, _ judge: Judge) -> [SeenChances.Sentence] {
        var known: [String: Verdict] = [:]
        return visible.definition.checklist.map { item in
            let fields = item.fields.compactMap { visible.definition.form.field($0) }
            return SeenChances.Sentence(
                item: item,
                fields: fields.map { field in
                    SeenChances.DeclaredField(
                        field: field, isFilled: visible.definition.isGiven(visible.proposal.fields[field.key]))
                },
                findings: judge.findings(item, &known))
        }
    }
}
