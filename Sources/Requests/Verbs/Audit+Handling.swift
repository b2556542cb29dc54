import CanonicalJSON
import LineProtocol
import ProposalService

extension Verbs.Audit: StreamHandling {
    /// A row for each page that was compared, then what was found.
    func run(
        _ service: ProposalService, for caller: Caller, into writer: any AnswerWriter
    ) async -> Result<JSONObject, ServiceFailure> {
        do {
            return .success(
                try await service.audit(forum, after: after, caller) { progress in
                    try await writer.row(progress.object)
                })
        } catch let failure as ServiceFailure {
            return .failure(failure)
        } catch is ReaderLeft {
            return .failure(ServiceFailure(.shuttingDown, "the request was cancelled"))
        } catch {
            return .failure(ServiceFailure(.internalError, "the audit broke off: \(error)"))
        }
    }
}
