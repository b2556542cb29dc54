import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore
import Requests
import WebPages

/// The events that an open page follows, by the session's cookie: a watch as a stream that says what happened to which proposal, and no more,
/// because the page is then read again.
enum LiveStream {
    /// What the script's own requests carry, so that they are no use of the session.
    static let lookAgain: HTTPField.Name = HTTPField.Name("X-Live") ?? .range

    /// What the streams of a session are told that has ended.
    static let sessionEnded = Failure(.notLoggedIn, "the session has ended", advice: "Log in again.")

    static func response(
        _ target: LiveTarget, _ request: WebRequest, _ visit: inout Visit, _ context: WebContext
    ) async throws -> WebResponse {
        do throws(PageEnd) {
            try await visit.resume(visit.cookies.session(of: request), isUse: false)
        } catch {
            return over
        }
        guard let login = visit.login else { return over }
        let watch: LineProtocol.Request
        do throws(Failure) {
            watch = try visit.asLine(try verb(target, request, visit).request())
        } catch {
            return Problem(error).response
        }
        let answer = await visit.desk.begin(watch, by: login.login, at: visit.peer, context)
        guard visit.streams.enter(answer, login) else {
            return Problem(Failure(.tooManyWatches, "too many pages are open", advice: "Close some of them.")).response
        }
        context.answers.onLeave { [streams = visit.streams] in streams.leave(answer) }
        let stream = EventStream(answer, visit.desk, data: told) { [browsers = visit.browsers] in
            await ending(login.cookie, browsers)
        }
        var response = try await stream.response(context)
        response.headers[.vary] = "Cookie"
        return response
    }

    /// A browser that is answered so does not ask again by itself.
    private static var over: WebResponse {
        WebResponse(status: .noContent, headers: [.cacheControl: "no-store"], body: ResponseBody())
    }

    /// After the last event that was seen; or where the page was made; or from now on.
    private static func verb(_ target: LiveTarget, _ request: WebRequest, _ visit: Visit) -> Verbs.Watch {
        var verb = Verbs.Watch()
        switch target {
        case .proposal(let ref): verb.ref = ref
        case .forum(let forum): verb.forum = forum
        }
        verb.after = EventStream.cursor(request) ?? visit.target.query.text("after") ?? "now"
        return verb
    }

    /// Why a stream ends before its time.
    private static func ending(_ cookie: String, _ browsers: any BrowserGateway) async -> Failure? {
        switch await browsers.session(cookie, isUse: false) {
        case .success(let login): return login == nil ? sessionEnded : nil
        case .failure(let failure):
            // What is the server's own trouble passes.
            switch failure.code {
            case .badToken, .tokenExpired, .tokenRevoked, .notLoggedIn: return failure
            default: return nil
            }
        }
    }

    /// The kind of an event and whose it is.
    private static func told(_ event: SentEvent) -> [UInt8] {
        let whole = (try? JSONValue.parse(event.bytes))?["event"]
        var object = JSONObject()
        for name in ["kind", "ref", "version"] { object[name] = whole?[name] }
        return object.canonicalBytes
    }
}
