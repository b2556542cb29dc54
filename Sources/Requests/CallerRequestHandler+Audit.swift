import CanonicalJSON
import LineProtocol
import ProposalService

extension CallerRequestHandler {
    /// One AUDIT: a row for each page that was compared, then what was found.
    func audit(_ request: Request) throws(ServiceFailure) -> Operation {
        let forum = try RequestReader(request).argument("forum")
        let after = request.options["after"]
        return Operation { [service, caller] writer in
            do {
                let answer = try await service.audit(forum, after: after, caller) { progress in
                    try await writer.row(progress.object)
                }
                return .success(answer)
            } catch let failure as ServiceFailure {
                return .failure(failed(failure, request))
            } catch is ReaderLeft {
                return .failure(failed(ServiceFailure(.shuttingDown, "the request was cancelled"), request))
            } catch {
                return .failure(failed(ServiceFailure(.internalError, "the audit broke off: \(error)"), request))
            }
        }
    }
}
