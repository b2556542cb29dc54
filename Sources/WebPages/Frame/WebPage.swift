import LineProtocol

/// A page, ready to be written as HTML.
package struct WebPage: Sendable {
    /// What the browser's window says.
    package let title: String
    private let template: String
    private let content: any PageContent
    /// Whether it has something that the script follows: a way through time, an audit that is under way.
    private let isFollowed: Bool

    init(_ title: String, _ template: String, _ content: any PageContent, isFollowed: Bool = false) {
        self.isFollowed = isFollowed
        self.title = title
        self.template = template
        self.content = content
    }

    /// The whole page, with what stands around it.
    package func html(in frame: PageFrame) -> [UInt8] {
        PageTemplates.html(Layout(self, frame), content)
    }

    /// What the outer template reads besides the page.
    private struct Layout: PageContent {
        let language = PageReader.current.language.rawValue
        let direction = PageReader.current.language.direction
        let windowTitle: String
        let stylesheet = PageAddress.stylesheet
        /// Nil for a page that has no use for it.
        let script: String?
        let mark = PageAddress.mark
        let bodyTemplate: String
        let links: [Link]
        let home: String
        let homeName: String
        let trial: String?
        let account: Account?
        let login: String?
        let formToken: String
        let notice: String?
        let live: Live?
        let languages: [Choice]
        let reader: String
        let times: String

        init(_ page: WebPage, _ frame: PageFrame) {
            windowTitle = PageText.line(page.title)
            bodyTemplate = page.template
            let forum = frame.forum ?? frame.visitor?.forum.map { PageFrame.Forum(id: $0) }
            home = forum.map { PageAddress.forum($0.id) } ?? PageAddress.home
            homeName = forum.map { PageText.name($0.name ?? $0.id) } ?? "Chancery"
            trial = forum?.mark.map { PageText.line($0) }
            links = Layout.links(forum?.id, frame)
            account = frame.visitor.map { Account($0, at: frame.address) }
            login =
                frame.visitor == nil && frame.address != PageAddress.login
                ? PageAddress.login + PageAddress.query([("to", frame.address)]) : nil
            formToken = frame.visitor?.formToken ?? ""
            notice = frame.notice.map { PageText.shown($0) }
            live = frame.live.map { Live($0) }
            script = frame.live != nil || page.isFollowed ? PageAddress.script : nil
            languages = PageLanguage.allCases.map { Choice($0, backTo: frame.address) }
            reader = PageAddress.language(backTo: frame.address)
            times = PageReader.current.zone.map { tr("Times: UTC and \($0.id)") } ?? tr("Times: UTC")
        }

        private static func links(_ forum: String?, _ frame: PageFrame) -> [Link] {
            var links: [Link] = []
            if frame.visitor != nil { links.append(Link(tr("Inbox"), PageAddress.inbox)) }
            if let forum {
                if frame.visitor != nil {
                    links.append(Link(tr("Proposals"), PageAddress.forum(forum, "proposals")))
                    links.append(Link(tr("Views"), PageAddress.forum(forum, "views")))
                }
                links.append(Link(frame.visitor == nil ? tr("Board") : tr("Forum"), PageAddress.forum(forum)))
                links.append(Link(tr("Record"), PageAddress.forum(forum, "record")))
            }
            let path = String(frame.address.prefix { $0 != "?" })
            return links.map { Link($0.label, $0.address, isHere: $0.address == path) }
        }
    }

    /// A language that can be chosen, with the way back to this page.
    private struct Choice: PageContent {
        let name: String
        let tag: String
        let direction: String
        let address: String
        let isHere: Bool

        init(_ language: PageLanguage, backTo address: String) {
            name = language.ownName
            tag = language.rawValue
            direction = language.direction
            self.address = PageAddress.language(language, backTo: address)
            isHere = language == PageReader.current.language
        }
    }

    private struct Live: PageContent {
        let events: String
        let see: String
        let changed = tr("This changed since you opened it.")
        let show = tr("Show what changed")
        let updated = tr("Updated just now.")

        init(_ live: PageFrame.Live) {
            events = live.events
            see = live.see ?? ""
        }
    }

    private struct Account: PageContent {
        let name: String
        let offices: String?
        let logout = PageAddress.logout
        let own = PageAddress.account
        let isHere: Bool

        init(_ visitor: PageFrame.Visitor, at address: String) {
            isHere = address.prefix { $0 != "?" } == PageAddress.account
            name = PageText.line(visitor.login.account)
            let held = visitor.login.appointments.map { OfficeWords.text($0.office) }
            offices =
                held.isEmpty
                ? nil
                : held.count > 3
                    ? tr("\(made: held.prefix(2).listing) and \(held.count - 2) more") : held.listing
        }
    }
}

/// A link of a page.
struct Link: PageContent {
    let label: String
    let address: String
    let isHere: Bool

    init(_ label: String, _ address: String, isHere: Bool = false) {
        self.label = label
        self.address = address
        self.isHere = isHere
    }
}
