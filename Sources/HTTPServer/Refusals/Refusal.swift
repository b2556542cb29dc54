import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore
import WebPages

/// The answer to a request that is refused before it is known what it asks for: a page for a browser, in the language of its reader, and a
/// problem for a program.
struct Refusal: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let body: [UInt8]

    /// - Parameters:
    ///   - problem: the refusal as a program reads it.
    ///   - told: the same in words for whoever sits before a browser.
    ///   - asking: the headers of the request, as far as they came.
    ///   - cookies: as they are named on its way.
    init(
        _ problem: Problem, told: () -> (text: String, advice: String), to asking: HTTPFields, _ cookies: PageCookies
    ) {
        let status = problem.status
        self.status = status
        guard Refusal.isBrowser(asking) else {
            (headers, body) = (problem.fields, problem.object.canonicalBytes)
            return
        }
        let answer = PageReader.$current.withValue(PageReader(asking, cookies)) {
            let (text, advice) = told()
            let page = MessagePage.page(
                status == .notFound ? tr("Not found") : tr("That did not work"), text, advice: advice,
                links: [(tr("Inbox"), PageAddress.inbox)])
            return PageAnswer.page(page.html(in: PageFrame(address: PageAddress.home)), status: status)
        }
        var fields = answer.fields(cookies, isPrivate: true)
        for name in [HTTPField.Name.connection, .retryAfter] { fields[name] = problem.fields[name] }
        (headers, body) = (fields, answer.body)
    }

    init(_ fault: WebFault, to asking: HTTPFields, _ cookies: PageCookies) {
        self.init(Problem(fault), told: { fault.told }, to: asking, cookies)
    }

    /// Of a request whose connection ends before anybody looks at it.
    ///
    /// - Parameter peer: the address at the other end of the connection; nil where there is none.
    init(_ fault: WebFault, to asking: HTTPFields, at peer: String?, _ configuration: WebConfiguration) {
        self.init(
            fault, to: asking, PageCookies(isSecure: configuration.forwarding(asking, peer: peer).isSecure))
    }

    var response: WebResponse {
        WebResponse(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// Whether whoever asks shows pages to somebody: a browser says so, and a program that takes whatever comes does not.
    private static func isBrowser(_ asking: HTTPFields) -> Bool {
        asking[values: .accept].contains { header in
            header.split(separator: ",").contains { range in
                let type = range.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
                return type == "text/html" || type == "application/xhtml+xml"
            }
        }
    }
}

extension PageReader {
    /// Who reads the answer to a request: by what was chosen before, else by what the browser asks for.
    init(_ asking: HTTPFields, _ cookies: PageCookies, labels: LabelCatalogues = LabelCatalogues()) {
        let language =
            cookies.language(of: asking)
            ?? LanguageWish(asking[values: .acceptLanguage].joined(separator: ",")).language
        self.init(language, zone: cookies.zone(of: asking), labels: labels[language])
    }
}
