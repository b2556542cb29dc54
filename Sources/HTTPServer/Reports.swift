import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// A text for programs that look after the server, such as its measurements.
package struct Report: Sendable {
    /// Whether all is well: 200, otherwise 503.
    package let isGood: Bool
    /// Its media type.
    package let type: String
    package let text: String

    package init(isGood: Bool = true, type: String = "text/plain; charset=utf-8", _ text: String) {
        self.isGood = isGood
        self.type = type
        self.text = text
    }
}

/// Reports at their addresses, for whoever is on this machine: there is no login.
struct Reports: RouteGroup {
    /// Each by its path, such as `/metrics`.
    let reports: [String: @Sendable () async -> Report]

    func holds(_ path: Substring) -> Bool { true }

    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        guard let report = reports[String(Responder.path(of: request.head.path ?? ""))] else {
            return refusal(.noSuchAddress, to: request, context)
        }
        guard request.method == .get || request.method == .head else {
            var refused = refusal(.methodNotAllowed, to: request, context)
            refused.headers[.allow] = "GET, HEAD"
            return refused
        }
        return Reports.response(await report())
    }

    func refusal(_ fault: WebFault, to request: WebRequest, _ context: WebContext) -> WebResponse {
        var response = Reports.response(Report("\(fault.message)\n"))
        response.status = fault.status
        return response
    }

    private static func response(_ report: Report) -> WebResponse {
        WebResponse(
            status: report.isGood ? .ok : .serviceUnavailable,
            headers: [.contentType: report.type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: report.text)))
    }
}
