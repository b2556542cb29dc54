package import LineProtocol

/// What stands around a page: whose it is, where it leads, who is logged in.
package struct PageFrame: Sendable {
    /// Who is logged in; nil for a stranger.
    package var visitor: Visitor?
    /// The forum that the page is about; nil for a page of the server.
    package var forum: Forum?
    /// The page's own address, for the way back after a login.
    package var address: String
    /// What was just done, told once.
    package var notice: String?
    /// Where the page learns that it changed; nil for one that stays as it is.
    package var live: Live?

    package init(visitor: Visitor? = nil, forum: Forum? = nil, address: String, notice: String? = nil) {
        self.visitor = visitor
        self.forum = forum
        self.address = address
        self.notice = notice
    }

    /// How an open page is kept up to date.
    package struct Live: Sendable {
        /// The address of its events, from the moment on at which it was made.
        package var events: String
        /// Where it can be seen what changed; nil where that is the page itself.
        package var see: String?

        package init(events: String, see: String? = nil) {
            self.events = events
            self.see = see
        }
    }

    /// Who is logged in, and what the session's forms carry.
    package struct Visitor: Sendable {
        package var login: Verbs.Auth.End
        package var formToken: String

        package init(_ login: Verbs.Auth.End, formToken: String) {
            self.login = login
            self.formToken = formToken
        }

        /// The forum of the account; nil for an administrator of the server.
        package var forum: String? { login.forum.flatMap { $0 == "server" ? nil : $0 } }
    }

    /// A forum, as far as a heading needs it.
    package struct Forum: Sendable {
        package var id: String
        package var name: String?
        /// That it is a trial.
        package var mark: String?

        package init(id: String, name: String? = nil, mark: String? = nil) {
            self.id = id
            self.name = name
            self.mark = mark
        }
    }
}
