import HTTPTypes
import WebPages

/// The choice of a language and a time zone: it is kept in cookies, and leads back to the page on which it was made. Nothing else comes of it,
/// so that a link can make it.
struct LanguagePages: Page {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let query = visit.target.query
        let back = LanguagePages.wayBack(query.raw("back"))
        guard query.has("set") || query.has("zone") else { return visit.page(ReaderPage.page(back: back)) }
        var answer = PageAnswer.redirect(back)
        if let language = query.raw("set").flatMap({ PageLanguage(rawValue: $0) }) {
            answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.set(language)))
        }
        if let zone = query.raw("zone"), zone == PageCookies.noZone || PageZone(id: zone) != nil {
            answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.setZone(zone)))
        }
        return answer
    }

    /// The page that the choice was made on: one of this server, or the first.
    static func wayBack(_ address: String?) -> String {
        guard let address, LoginPages.isAddress(address) else { return PageAddress.home }
        return address
    }
}
