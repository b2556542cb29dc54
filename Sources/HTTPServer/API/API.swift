import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The API for programs: each verb of the protocol at an address of its own, by Bearer tokens alone.
struct API: RouteGroup {
    static let root = "/api/v1"
    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func holds(_ path: Substring) -> Bool { path == API.root || path.hasPrefix(API.root + "/") }

    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        refusal(.noSuchAddress)
    }

    func refusal(_ fault: WebFault) -> WebResponse {
        var response = Problem(fault).response
        if fault.ends { response.headers[.connection] = "close" }
        return response
    }
}
