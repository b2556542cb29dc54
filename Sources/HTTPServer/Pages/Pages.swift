import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import Listening
import Requests
import WebPages

/// The pages for people. Who logged in shows a cookie, and nothing else lets anybody in here.
struct Pages: RouteGroup {
    let desk: Desk
    private let browsers: any BrowserGateway
    private let definitions = KnownDefinitions()
    private let attempts: LoginAttempts
    private let streams: LiveStreams
    private let audits: AuditRuns
    /// Room for files that are on their way: of one account, as many as the record keeps unfinished; of all, so that they fill no disk.
    let room = Room(ofName: 4, ofAll: 64)

    /// Nil where the gateway knows no browsers.
    init?(_ desk: Desk) {
        guard let browsers = desk.browsers else { return nil }
        self.desk = desk
        self.browsers = browsers
        streams = LiveStreams(desk.configuration)
        audits = AuditRuns(desk.time)
        attempts = LoginAttempts(now: desk.configuration.now)
    }

    /// Whatever is no address for programs is one for people.
    func holds(_ path: Substring) -> Bool { true }

    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse {
        let cookies = desk.cookies(request, context)
        let reader = PageReader(request.headers, cookies, labels: desk.configuration.labels)
        return try await PageReader.$current.withValue(reader) {
            try await respond(to: request, cookies, context)
        }
    }

    /// Answers in the language of the reader.
    private func respond(
        to request: WebRequest, _ cookies: PageCookies, _ context: WebContext
    ) async throws -> WebResponse {
        guard let address = PageTarget(request.head.path ?? "") else {
            return refusal(.noSuchAddress, to: request, cookies)
        }
        let (asset, target) = (PageAsset(address), LiveTarget(stream: address.parts))
        let allowed = methods(asset, target, PageRoutes.page(at: address.parts))
        guard allowed.contains(request.method) else {
            var refused = refusal(.methodNotAllowed, to: request, cookies)
            refused.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
            return refused
        }
        if let asset { return asset.response }
        var form = FormValues()
        if request.method == .post, MultipartParser.isMultipart(request.headers[.contentType] ?? "") {
            return try await receive(request, at: address, cookies, context)
        } else if request.method == .post {
            switch try await FormBody.read(request) {
            case .form(let values): form = values
            case .refused(let fault): return refusal(fault, to: request, cookies)
            }
        }
        var visit = visit(of: address, form, cookies, request, context)
        if let target { return try await LiveStream.response(target, request, &visit, context) }
        return await answer(request, &visit).response(cookies, isPrivate: visit.login != nil)
    }

    /// What an address takes. Where nothing is, that is told to whoever sends something as well.
    private func methods(
        _ asset: PageAsset?, _ target: LiveTarget?, _ page: (any Page)?
    ) -> [HTTPRequest.Method] {
        if target != nil { return [.get] }
        let isForm = page == nil || page is any FormPage
        return asset == nil && isForm ? [.get, .head, .post] : [.get, .head]
    }

    /// A request of a browser, before it is known who sent it.
    func visit(
        of target: PageTarget, _ form: FormValues, _ cookies: PageCookies, _ request: WebRequest, _ context: WebContext
    ) -> Visit {
        var visit = Visit(
            desk: desk, browsers: browsers, definitions: definitions, attempts: attempts, streams: streams,
            audits: audits, target: target, form: form, cookies: cookies, peer: desk.forwarding(request, context).peer)
        visit.attempt = cookies.attempt(of: request)
        visit.host = request.head.authority
        visit.answers = context.answers
        return visit
    }

    func refusal(_ fault: WebFault, to request: WebRequest, _ context: WebContext) -> WebResponse {
        refusal(fault, to: request, desk.cookies(request, context))
    }

    private func refusal(_ fault: WebFault, to request: WebRequest, _ cookies: PageCookies) -> WebResponse {
        Refusal(fault, to: request.headers, cookies).response
    }

    private func answer(_ request: WebRequest, _ visit: inout Visit) async -> PageAnswer {
        let isPost = request.method == .post
        do throws(PageEnd) {
            try await visit.resume(
                visit.cookies.session(of: request), isUse: request.headers[LiveStream.lookAgain] == nil)
            guard let page = PageRoutes.page(at: visit.target.parts) else {
                throw .missing(tr("There is no page at this address."))
            }
            if isPost, let page = page as? any FormPage {
                try visit.checkForm(request)
                return try await page.send(visit)
            }
            await visit.follow()
            return try await page.show(visit)
        } catch {
            return visit.answer(error)
        }
    }
}
