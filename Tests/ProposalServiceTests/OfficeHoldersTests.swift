import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// What a reply says of who holds an office stays short, however many do.
@Suite struct OfficeHoldersTests {
    @Test(arguments: [1, 8, 9, 300]) func ofManyHoldersTheFirstAreNamed(_ count: Int) throws {
        var registry = Registry(forum: "mini")
        let now = try #require(Instant("2026-03-10T09:00:00Z"))
        for number in 0..<count {
            let id = "mini/reader-\(1000 + number)"
            var account = Account(id: id, nameCommitment: nil)
            account.appointments = [Appointment(number: 1, office: Office(role: "reader"), from: now, until: nil)]
            registry.accounts[id] = account
        }
        let said = try #require(OfficeHolders(registry, at: now).json(Capable(role: "reader")))
        #expect(said["holders"]?.array?.count == min(count, OfficeHolders.mostHolders))
        #expect(said["holders"]?.array?.first == "mini/reader-1000" && said["vacant"] == false)
        #expect(said["holder_count"] == (count > OfficeHolders.mostHolders ? .integer(Int64(count)) : nil))
    }
}
