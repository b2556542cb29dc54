import LineProtocol
import ProposalService
import Proposals

extension Verbs.Migration: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let asked = MigrationRequest(
            lifecycle: lifecycle, from: from, to: to, states: states ?? [:], after: after, limit: limit)
        let plan = try await service.migrationPlan(forum, asked, caller)
        var end = End()
        end.count = plan.lines.count
        end.lifecycle = plan.target.id
        end.to = ShownLifecycle(plan.target)
        end.next = plan.next
        return TypedAnswer(rows: plan.lines.map { Row($0) }, end: end)
    }
}

extension Verbs.Migration.Row {
    fileprivate init(_ line: PlannedMigration) {
        self.init()
        ref = line.ref
        version = line.version
        from = ShownLifecycle(line.from)
        to = ShownLifecycle(line.to)
        state = line.state
        switch line.fate {
        case .moves(let migration):
            toState = migration.toState
            round = migration.round?.rawValue
            lacks = migration.lacks
            unfilled = migration.unfilled
        case .stays(let why): stays = why
        }
    }
}
