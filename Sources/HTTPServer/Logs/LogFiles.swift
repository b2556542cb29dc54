import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore
import Record
import Requests

/// The logs of public records as files, for monitors and witnesses (C2SP tlog-tiles): checkpoints and hash tiles, to everybody. The bytes
/// of events are not among them.
struct LogFiles: RouteGroup {
    private let logs: any LogGateway

    /// Nil where the gateway has no logs.
    init?(_ desk: Desk) {
        guard let logs = desk.logs else { return nil }
        self.logs = logs
    }

    func holds(_ path: Substring) -> Bool { path == LogAddress.root || path.hasPrefix(LogAddress.root + "/") }

    func refusal(_ fault: WebFault, to request: WebRequest, _ context: WebContext) -> WebResponse {
        Problem(fault).response
    }

    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        guard request.method == .get || request.method == .head else {
            var problem = Problem(.methodNotAllowed, advice: "Use GET, HEAD.")
            problem.headers[.allow] = "GET, HEAD"
            return problem.response
        }
        guard let address = LogAddress(Responder.path(of: request.head.path ?? "")) else {
            return Problem(.noSuchAddress, advice: "See docs/http.md for the addresses.").response
        }
        switch address.file {
        case .checkpoint:
            return LogFiles.response(await logs.checkpoint(of: address.log), "text/plain; charset=utf-8", .briefly)
        case .tile(let tile):
            return LogFiles.response(
                await logs.tile(tile, of: address.log), "application/octet-stream", .forGood)
        case .entries:
            return Problem(
                .noSuchAddress, "the bytes of events are not public",
                advice: "Who may read the record can export it: see EXPORT."
            ).response
        }
    }

    /// How long a file may be kept on the way.
    private enum Keeping: String {
        /// The next checkpoint takes its place.
        case briefly = "public, max-age=2"
        /// A tile of one width never changes.
        case forGood = "public, max-age=31536000, immutable"
    }

    private static func response(
        _ result: Result<[UInt8], Failure>, _ type: String, _ keeping: Keeping
    ) -> WebResponse {
        switch result {
        case .failure(let failure): return Problem(failure).response
        case .success(let bytes):
            return WebResponse(
                status: .ok,
                headers: [.contentType: type, .cacheControl: keeping.rawValue, .xContentTypeOptions: "nosniff"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}
