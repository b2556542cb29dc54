import CanonicalJSON
import CivilTime
import ProposalService

/// The acts that tests need often, by real requests.
extension World {
    /// A draft of FR's on which nothing is missing.
    func draft(
        _ title: String = "A first activity", organisers: [String] = ["DE", "JP"], of forum: String = "asem"
    ) async throws -> String {
        let proposer = try await user("pr-FR", of: forum)
        let answer = try await proposer.ok("DRAFT \(forum)", Activity.complete(title, organisers: organisers))
        await proposer.leave()
        guard let ref = answer["ref"]?.string else { throw Unexpected("no ref") }
        return ref
    }

    /// That draft in circulation.
    func circulated(_ title: String = "A first activity", of forum: String = "asem") async throws -> String {
        let ref = try await draft(title, of: forum)
        let proposer = try await user("pr-FR", of: forum)
        try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
        await proposer.leave()
        return ref
    }

    /// A SOM that is being held today, whichever day it is there.
    func heldMeeting(_ id: String = "SOM-1", of forum: String = "asem") async throws {
        let host = try await user("host", of: forum)
        let today = try await today()
        let before = today.adding(days: -1)
        try await host.ok(
            "MEETING \(forum) \(id)",
            ["kind": "som", "starts": .string(before.description), "ends": .string(today.description)])
        try await host.ok(
            "HELD \(forum) \(id)", ["starts": .string(before.description), "ends": .string(today.description)])
        await host.leave()
    }

    /// The day on the database's clock.
    func today() async throws -> CivilDate { try await server.service.now().date }
}

extension CivilDate {
    func adding(days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) ?? self }
}
