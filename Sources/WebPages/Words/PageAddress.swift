import LineProtocol
import Wording

/// Where pages stand. Every address of a page is built here.
package enum PageAddress {
    package static let home = "/"
    package static let login = "/login"
    package static let logout = "/logout"
    /// Where one of several linked accounts is chosen.
    package static let choice = "/login/oidc"
    /// The own account, with its open sessions.
    package static let account = "/account"
    /// Where whoever is logged in sees the logins of the own account.
    package static let logins = "/account/logins"
    package static let inbox = "/inbox"
    package static let language = "/language"

    /// Where a language is chosen, and the page that it leads back to; without one, the page of the choices.
    static func language(_ language: PageLanguage? = nil, backTo address: String) -> String {
        PageAddress.language + query((language.map { [("set", $0.rawValue)] } ?? []) + [("back", address)])
    }

    /// The stylesheet, named by its content, so that browsers may keep it.
    package static let stylesheet = "/assets/\(PageAssets.stylesheetName)"
    /// The script that keeps open pages up to date, named in the same way.
    package static let script = "/assets/\(PageAssets.scriptName)"
    package static let mark = "/assets/mark.svg"

    package static func forum(_ forum: String, _ parts: String...) -> String { path(["f", forum] + parts) }
    package static func proposal(_ ref: String, _ parts: String...) -> String { path(["p", ref] + parts) }

    /// Where a coordinator relays a position, on a proposal or on an invitation of it.
    package static func relay(_ ref: String, invitation: Int?, partner: String? = nil) -> String {
        path(
            ["p", ref] + (invitation.map { ["invitations", "\($0)"] } ?? []) + ["relay"],
            partner.map { [(MailForm.partnerField, $0)] } ?? [])
    }

    /// The form of a transition or a fact; what is published is shown first.
    static func act(_ ref: String, _ act: String) -> String {
        act == Verbs.Publish.fact ? proposal(ref, "publish") : proposal(ref, "act", act)
    }
    /// Where a login at a provider begins, which leads on to a page of this server.
    package static func login(at provider: String, to address: String) -> String {
        path(["login", "oidc", provider], [("to", address)])
    }
    /// Where a provider sends browsers back to.
    package static func callback(_ provider: String) -> String { path(["login", "oidc", provider, "callback"]) }

    /// The events of a proposal, for its pages: a stream that begins after a cursor.
    package static func events(ofProposal ref: String, after cursor: String) -> String {
        path(["p", ref, "events"], [("after", cursor)])
    }
    /// The events of a forum, likewise.
    package static func events(ofForum forum: String, after cursor: String) -> String {
        path(["f", forum, "events"], [("after", cursor)])
    }

    /// The name of the file that a bundle of a proposal or of a forum is kept as.
    package static func bundleName(_ subject: String) -> String { subject.lowercased() + ".bundle" }

    /// The checkpoint of a public record as a file for tools of others.
    static func log(_ forum: String, epoch: Int) -> String {
        path(["tlog", forum] + (epoch > 1 ? ["epoch-\(epoch)"] : []) + ["checkpoint"])
    }

    /// A path of these parts, with a query.
    package static func path(_ parts: [String], _ query: [(String, String)] = []) -> String {
        "/" + parts.map(escaped).joined(separator: "/") + PageAddress.query(query)
    }

    /// `?name=value&…`; nothing where there is none.
    package static func query(_ query: [(String, String)]) -> String {
        query.isEmpty ? "" : "?" + PercentText.pairs(query)
    }

    /// A part of an address: percent encoding, in which an `@` stays as it is.
    package static func escaped(_ text: String) -> String {
        let escaped = PercentText.encoded(text, plain: "@")
        // A part of dots alone would be taken for a step up.
        return escaped == "." ? "%2E" : escaped == ".." ? "%2E%2E" : escaped
    }

    /// An address of the web that was given as a text; nil where it is none, so that nothing else becomes a link.
    static func outside(_ text: String) -> String? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
        else { return nil }
        return text
    }
}
