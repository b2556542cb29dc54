import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension CallerRequestHandler {
    /// MIGRATE: a line of a plan as it stands there, and the plan's digest. The version that the line saw is the one expected.
    func migration(_ request: Request) throws(ServiceFailure) -> WriteRequest {
        var reader = RequestReader(request)
        let ref = try reader.argument("ref")
        guard try reader.requiredText("ref") == ref else {
            throw reader.wrong("ref", "the line is of another proposal than \(ref)")
        }
        guard let version = try reader.integer("version") else { throw reader.missing("version") }
        if let expected = request.expectedVersion, expected != Int64(version) {
            throw reader.wrong("version", "the line says \(version), and if= says \(expected)")
        }
        let plan = try reader.requiredText("plan")
        let line = Migration.members.compactMap { key in reader.take(key).map { JSONObject.Member(key: key, value: $0) }
        }
        try reader.done()
        let migration: Migration
        do { migration = try Migration(json: JSONObject(line)) } catch {
            throw ServiceFailure(.badField, "this is not a line of a plan: \(error); make the plan with MIGRATION")
        }
        return WriteRequest(
            work: .act(ref: ref, .migrate(migration, plan: plan)), key: request.key, expectedVersion: version,
            body: request.canonicalBody)
    }

    /// MIGRATION: what each running proposal's migration would do, or why it stays.
    func migrationPlan(_ request: Request) throws(ServiceFailure) -> Read {
        let service = service
        let caller = caller
        var reader = RequestReader(request)
        let forum = try reader.argument("forum")
        let asked = MigrationRequest(
            lifecycle: try reader.argument("lifecycle"), from: reader.integerOption("from"),
            to: reader.integerOption("to"), states: try reader.texts("states") ?? [:],
            after: request.options["after"], limit: reader.integerOption("limit"))
        try reader.done()
        return { () throws(ServiceFailure) in try await service.migrationPlan(forum, asked, caller) }
    }
}
