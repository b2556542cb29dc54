import LineProtocol
import ProposalService

/// The requests of those who have not logged in: they read what was published.
struct StrangerRequestHandler: RequestHandler {
    let service: ProposalService
    let report: ServiceGateway.Report

    func accept(_ request: Request) async -> Operation {
        let request = request.withTrueRefs
        do throws(ServiceFailure) {
            let read = try CallerRequestHandler.publicRead(request, service, nil)
            return .reading(read) { Failure($0, of: request, by: nil, report) }
        } catch {
            return .ended(.failure(Failure(error, of: request, by: nil, report)))
        }
    }
}
