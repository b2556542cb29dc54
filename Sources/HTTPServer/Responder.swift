import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore
import WebPages

/// Hands each request to the group whose address it names, and writes what that answers.
struct Responder: WebResponder {
    private let groups: RouteGroups
    private let date = HTTPDate()
    private let desk: Desk

    init(_ groups: RouteGroups, _ desk: Desk) {
        self.groups = groups
        self.desk = desk
    }

    func respond(
        to request: WebRequest, _ writer: consuming ResponseWriter, on channel: any Channel, in version: WebVersion
    ) async throws {
        let context = WebContext(source: ApplicationRequestContextSource(channel: channel, logger: HTTPServer.log))
        defer { context.answers.leave() }
        var response = try await answer(request, context)
        response.headers[.date] = date.text
        try await response.write(to: writer, for: request, in: version)
    }

    private func answer(_ request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        let target = request.head.path ?? ""
        let path = Responder.path(of: target)
        guard desk.mayAsk(context.peer) else {
            return Refusal(.notFromProxy, to: request.headers, desk.cookies(request, context)).response
        }
        guard let group = groups.group(for: path) else {
            return Refusal(.noSuchAddress, to: request.headers, desk.cookies(request, context)).response
        }
        guard target.utf8.count <= WebConfiguration.targetBytes else {
            return group.refusal(.targetTooLong, to: request, context)
        }
        return try await group.respond(to: request, context)
    }

    /// The path of an address as it was sent, without its query; of `http://HOST/PATH` what follows the host.
    static func path(of target: String) -> Substring {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        guard !path.hasPrefix("/"), let scheme = path.firstRange(of: "://") else { return path }
        return path[scheme.upperBound...].drop { $0 != "/" }
    }
}

/// Answers every request on a connection too many.
struct DismissingResponder: WebResponder {
    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func respond(
        to request: WebRequest, _ writer: consuming ResponseWriter, on channel: any Channel, in version: WebVersion
    ) async throws {
        let context = WebContext(source: ApplicationRequestContextSource(channel: channel, logger: HTTPServer.log))
        let problem = Problem(Failure(.tooManyConnections, "too many connections are open"))
        let refusal = Refusal(
            problem,
            told: { (tr("Too many connections are open."), tr("Wait a moment, then open the page again.")) },
            to: request.headers, desk.cookies(request, context))
        var response = refusal.response
        response.headers[.connection] = "close"
        try await response.write(to: writer, for: request, in: version)
        // There the connection is not told of by an answer.
        if version == .http2 { channel.parent?.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }
}

extension WebResponse {
    /// The body of an answer to HEAD stays here; its length is told all the same. In HTTP/2 no answer speaks of its connection.
    fileprivate func write(
        to writer: consuming ResponseWriter, for request: WebRequest, in version: WebVersion
    ) async throws {
        var head = head
        if version == .http2 { head.headerFields[.connection] = nil }
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            try await writer.write(response: head, body: body)
        }
    }
}
