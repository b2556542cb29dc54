import LineProtocol
import ProposalService

extension Verbs.Audit: TypedStreamHandling {
    static var size: ReadTurns.Size? { .long }

    /// A row for each page that was compared, then what was found.
    func typedRun(
        _ service: ProposalService, for caller: Caller, into rows: RowWriter<Row>
    ) async -> Result<End, ServiceFailure> {
        do {
            let report = try await service.audit(forum, after: after, caller) { progress in
                try await rows.send(Row(progress))
            }
            return .success(End(report))
        } catch let failure as ServiceFailure {
            return .failure(failure)
        } catch is ReaderLeft {
            return .failure(ServiceFailure(.shuttingDown, "the request was cancelled"))
        } catch {
            return .failure(ServiceFailure(.internalError, "the audit broke off: \(error)"))
        }
    }
}
