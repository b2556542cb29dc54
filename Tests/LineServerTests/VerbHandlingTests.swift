import LineProtocol
import Proposals
import Testing

@testable import Requests

@Suite("How verbs are handled")
struct VerbHandlingTests {
    @Test("each verb is handled in each way that its shape allows, and in no other", arguments: Verb.allCases)
    func handled(verb: Verb) throws {
        let handling = try #require(VerbHandling.all[verb])
        let reads = handling.read != nil || handling.stream != nil
        switch verb.shape.access {
        case .session: #expect(!reads && handling.write == nil)
        case .read, .deposit: #expect(reads && handling.write == nil)
        case .write: #expect(!reads && handling.write != nil)
        case .writeWithObject: #expect(reads && handling.write != nil)
        }
        #expect(handling.read == nil || handling.stream == nil)
        #expect((handling.publicRead != nil) == verb.isPublic)
    }

    @Test("a line of a plan has the members that a migration has")
    func migration() {
        #expect(Verbs.Migrate.lineMembers == Migration.members)
    }
}
