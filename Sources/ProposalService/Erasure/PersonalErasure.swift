import Proposals

/// An erasure as it is asked for, with what is kept to be erased.
package struct PersonalErasure: Sendable, Hashable {
    package var subject: PersonalSubject
    /// The digests of some of the commitments; nil for everything that is kept.
    package var chosen: [String]?
    package var reason: String
    package var rule: String?
    /// What was kept when the request came: the digests of the first commitments, and how many there were in all.
    var kept: [String] = []
    var keptCount = 0

    package init(_ subject: PersonalSubject, chosen: [String]?, reason: String, rule: String?) {
        self.subject = subject
        self.chosen = chosen
        self.reason = reason
        self.rule = rule
    }
}

/// What is kept of somebody beside the record.
package struct SeenPersonal: Sendable {
    package var subject: PersonalSubject
    /// The first of them, each with its commitment.
    package var values: [PersonalValue]
    /// How many there are.
    package var count: Int
}

extension PersonalValue {
    /// The digest of the commitment, in hexadecimal digits.
    package var digest: String { String(commitment.dropFirst(PersonalData.prefix.count)) }
}

extension WriteQueues {
    /// The work with what it takes from beside the record. Values that are entered later are not erased by it; what another erasure takes
    /// meanwhile is named by both.
    func lookedUp(_ work: WriteRequest.Work, in forum: String) async throws(ServiceFailure) -> WriteRequest.Work {
        guard case .erase(var erasure) = work else { return work }
        let subject = erasure.subject.kept
        let most = erasure.chosen == nil ? Erasure.mostAtOnce : Erasure.mostAtOnce * 20
        let kept = try await storing { () throws(StoreError) in
            try await self.records.store.personal(forum: forum, of: subject, limit: most)
        }
        (erasure.kept, erasure.keptCount) = (kept.values.map(\.digest), kept.count)
        return .erase(erasure)
    }
}
