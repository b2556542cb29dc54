import Lifecycle
import Testing

@testable import DefinitionFiles

@Suite struct LifecycleFileTests {
    @Test func initiativeLifecycleLoadsClean() throws {
        let definition = try LifecycleFile.load(Repository.path("schema/lifecycles/asem-initiative.yaml"))
        #expect(
            definition.states.map(\.id) == [
                "drafted", "circulated", "consensus", "som-blessed", "reported", "withdrawn",
            ])
        #expect(definition.form.fields.count == 24)
    }
}
