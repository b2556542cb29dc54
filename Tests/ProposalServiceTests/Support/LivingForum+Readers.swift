import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

extension LivingForum {
    /// One of each kind of reader.
    enum Reader: CaseIterable {
        /// Of the partner that proposes, of one that is named as an organiser, of a third.
        case proposer, organiser, otherPartner
        case auditor, forumAdministrator, serverAdministrator
        /// Held an office in the forum, and holds none any more.
        case former
        /// Logged in at another forum; not logged in at all.
        case ofAnotherForum, nobody

        /// Whether it holds an office in the forum or reads all of it.
        var isOfForum: Bool {
            switch self {
            case .proposer, .organiser, .otherPartner, .auditor, .forumAdministrator, .serverAdministrator: true
            case .former, .ofAnotherForum, .nobody: false
            }
        }

        /// Whether it sees a draft of FR's that names VN as an organiser.
        var seesDraft: Bool {
            switch self {
            case .proposer, .organiser, .auditor, .forumAdministrator, .serverAdministrator: true
            case .otherPartner, .former, .ofAnotherForum, .nobody: false
            }
        }

        /// Whether it reads everything there is.
        var readsEverything: Bool {
            switch self {
            case .auditor, .forumAdministrator, .serverAdministrator: true
            case .proposer, .organiser, .otherPartner, .former, .ofAnotherForum, .nobody: false
            }
        }
    }

    /// Every kind of reader, each with its login; the former one's appointment has ended.
    func readers() async throws -> [Reader: Caller?] {
        let former = try await open(Office(role: "regional-coordinator", partner: "JP"))
        try await change(.command(.endAppointment(account: former.account, number: 1, until: nil)))
        return [
            .proposer: try caller(MiniForum.proposer), .organiser: try caller(MiniForum.point("VN")),
            .otherPartner: try caller(MiniForum.point("JP")), .auditor: try caller(Office(role: "auditor")),
            .forumAdministrator: try caller(MiniForum.admin), .serverAdministrator: fixture.admin, .former: former,
            .ofAnotherForum: try await stranger(), .nobody: nil,
        ]
    }

    /// A past activity in the archive, of which everybody sees some fields; its ref.
    func archived(title: String, year: Int = 2009) async throws -> String {
        let record = ImportedRecord(
            lifecycle: nil, partner: "JP", fields: ["title": .string(title), "location": "Kyoto", "objective": "O"],
            isArchive: true, year: year, source: ["line": 1])
        let work = WriteRequest.Work.begin(forum: Self.name, .importRecord(record))
        let answer = try await fixture.write(work, as: try caller(MiniForum.admin)).get()
        return try #require(answer.object["ref"]?.string)
    }
}

/// The failure that a call ends with; nil where it ends well.
func failure(_ body: () async throws -> Void) async -> ServiceFailure? {
    do {
        try await body()
        return nil
    } catch {
        let failure = error as? ServiceFailure
        if failure == nil { Issue.record("\(error)") }
        return failure
    }
}
