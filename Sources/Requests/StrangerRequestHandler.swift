import LineProtocol
import ProposalService

/// The requests of those who have not logged in: they read what was published.
struct StrangerRequestHandler: RequestHandler {
    let service: ProposalService
    /// Where they are; those whose address is not known are taken for one.
    let address: String?
    let turns: ReadTurns
    let report: ServiceGateway.Report

    func accept(_ request: Request) async -> Operation {
        let request = request.withTrueRefs
        do throws(Failure) {
            guard let read = VerbHandling.all[request.verb]?.publicRead else {
                throw Failure(.notLoggedIn, "\(request.verb) needs a login")
            }
            let reading: any PublicReadHandling = try read.init(request)
            // No account is named like this.
            let strangers = "strangers at \(address ?? "no address")"
            return .reading(turns.haste(read.size, for: strangers)) { [service, turns] () throws(ServiceFailure) in
                try await turns.read(read.size, for: strangers) { () throws(ServiceFailure) in
                    try await reading.answer(service, to: nil)
                }
            } failed: {
                Failure($0, of: request, by: nil, report)
            }
        } catch {
            return .ended(.failure(error))
        }
    }
}
