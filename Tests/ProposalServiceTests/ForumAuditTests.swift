import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// An audit goes through everything, says how far it is, goes on from wherever it stopped, and names the first place that differs.
@Suite struct ForumAuditTests {
    private static let auditor = Office(role: "auditor")

    private func audit(
        _ forum: LivingForum, as office: Office = auditor, after: String? = nil,
        progress: (AuditProgress) -> Void = { _ in }
    ) async throws -> AuditReport {
        try await forum.service.audit(LivingForum.name, after: after, try forum.caller(office)) { progress($0) }
    }

    private func filled() async throws -> LivingForum {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        for partner in MiniForum.partners { try await forum.support(partner, ref) }
        _ = try await forum.draft(title: "Glaciers")
        return forum
    }

    @Test(.timeLimit(.minutes(60))) func aForumThatNobodyTouchedIsSound() async throws {
        let forum = try await filled()
        var steps: [AuditProgress] = []
        let report = try await audit(forum) { steps.append($0) }
        #expect(report.finding == nil)
        #expect(report.events == (try await forum.store.recordLength(forum: LivingForum.name)))
        #expect(report.proposals == 2)
        // It never goes back, and ends with all of it.
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.done <= $1.done && $0.total == $1.total })
        #expect(steps.last.map { $0.done == $0.total } == true)
        #expect(steps.first?.stage == "record" && steps.last?.stage == "registry")
    }

    @Test(.timeLimit(.minutes(60))) func anAuditGoesOnFromEachPlace() async throws {
        let forum = try await filled()
        var cursors: [String] = []
        _ = try await audit(forum) { cursors.append($0.cursor.description) }
        #expect(Set(cursors).count >= 3)
        for cursor in cursors {
            let report = try await audit(forum, after: cursor)
            #expect(report.finding == nil, "\(cursor)")
            #expect(report.start?.description == cursor)
        }
        #expect(await code { _ = try await audit(forum, after: "half way") } == .badField)
    }

    @Test(.timeLimit(.minutes(60))) func onlyWhoAuditsMayAskForOne() async throws {
        let forum = try await filled()
        #expect(await code { _ = try await audit(forum, as: MiniForum.point("JP")) } == .forbidden)
        let stranger = try await forum.stranger()
        #expect(await code { _ = try await forum.service.audit(LivingForum.name, stranger) { _ in } } == .notFound)
        #expect(await code { _ = try await forum.service.audit("nowhere", forum.fixture.admin) { _ in } } == .notFound)
    }

    /// What stands beside the record is named with its proposal, and does not stop anybody from writing.
    @Test(.timeLimit(.minutes(60)), arguments: ["state = 'reported'", "version = version + 1"])
    func aListThatSaysSomethingElse(_ change: String) async throws {
        let forum = try await filled()
        let ref = "MINI-\(try await year(forum))-0001"
        try await forum.tamper("UPDATE proposal SET \(change) WHERE ref = '\(ref)'")
        let finding = try #require(try await audit(forum).finding)
        #expect(finding.ref == ref && !finding.concernsRecord)
    }

    /// A record that differs is named by its position, and that is kept: nobody writes to it any more.
    @Test(.timeLimit(.minutes(60))) func aRecordThatSaysSomethingElse() async throws {
        let forum = try await filled()
        _ = try await forum.store.signerKey(forum: LivingForum.name, entering: "the key of the record")
        let length = try await forum.store.recordLength(forum: LivingForum.name)
        try await forum.tamper("DELETE FROM event WHERE forum = 'mini' AND position = \(length - 2)")
        let finding = try #require(try await audit(forum).finding)
        #expect(finding.concernsRecord && finding.position != nil)
        let refused = await forum.fixture.write(ServiceFixture.admit("AA"))
        #expect(refused.code == .recordDiverged)
    }

    private func year(_ forum: LivingForum) async throws -> String {
        let last = try await forum.store.record(forum: LivingForum.name, after: -1, limit: .max).last
        return String(try #require(last).sealed.event.stream.split(separator: "-")[1])
    }
}
