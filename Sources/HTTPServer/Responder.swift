import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore

/// Hands each request to the group whose address it names, and writes what that answers.
struct Responder: Sendable {
    private let groups: RouteGroups
    private let date = HTTPDate()

    init(_ groups: RouteGroups) { self.groups = groups }

    func respond(
        _ request: WebRequest, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let context = WebContext(source: ApplicationRequestContextSource(channel: channel, logger: HTTPServer.log))
        defer { context.answers.leave() }
        var response = try await answer(request, context)
        response.headers[.date] = date.text
        try await Responder.write(response, request, writer)
    }

    private func answer(_ request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        let target = request.head.path ?? ""
        let path = Responder.path(of: target)
        guard let group = groups.group(for: path) else { return Problem(.noSuchAddress).response }
        guard target.utf8.count <= WebConfiguration.targetBytes else { return group.refusal(.targetTooLong) }
        return try await group.respond(to: request, context)
    }

    /// The path of an address as it was sent, without its query; of `http://HOST/PATH` what follows the host.
    static func path(of target: String) -> Substring {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        guard !path.hasPrefix("/"), let scheme = path.firstRange(of: "://") else { return path }
        return path[scheme.upperBound...].drop { $0 != "/" }
    }

    /// The body of an answer to HEAD stays here; its length is told all the same.
    private static func write(
        _ response: WebResponse, _ request: WebRequest, _ writer: consuming ResponseWriter
    ) async throws {
        if request.method == .head {
            try await writer.writeResponse(response.head)
        } else {
            try await writer.write(response: response.head, body: response.body)
        }
    }

    /// What every request is answered on a connection too many.
    static let tooManyConnections: HTTPChannelHandler.Responder = { request, writer, _ in
        var response = Problem(Failure(.tooManyConnections, "too many connections are open")).response
        response.headers[.connection] = "close"
        try await write(response, request, writer)
    }
}
