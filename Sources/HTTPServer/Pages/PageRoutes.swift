import LineProtocol
import WebPages

/// Which page stands at which address.
enum PageRoutes {
    /// Nil where there is none.
    static func page(at parts: [String]) -> (any Page)? {
        let rest = Array(parts.dropFirst())
        switch parts.first {
        case nil: return HomePages()
        case "login" where rest.isEmpty: return LoginPages()
        case "language" where rest.isEmpty: return LanguagePages()
        case "login" where rest.first == "oidc": return provider(Array(rest.dropFirst()))
        case "account": return account(.own, rest)
        case "logout" where rest.isEmpty: return LogoutPages()
        case "inbox" where rest.isEmpty: return InboxPages()
        case "p": return proposal(rest)
        case "f": return forum(rest)
        default: return nil
        }
    }

    private static func provider(_ parts: [String]) -> (any Page)? {
        switch (parts.count, parts.last) {
        case (0, _): ChoicePages()
        case (1, let provider?): ProviderPages(provider: provider)
        case (2, "callback"): CallbackPages(provider: parts[0])
        default: nil
        }
    }

    /// The pages of an account; the first is that of the own one.
    private static func account(_ owner: AccountOwner, _ parts: [String]) -> (any Page)? {
        switch (parts.count, parts.first) {
        case (0, _) where owner.other == nil: SessionLists(owner: owner)
        case (_, "logins"): logins(owner, Array(parts.dropFirst()))
        case (1, "sessions") where owner.other != nil: SessionLists(owner: owner)
        case (2, "sessions") where parts[1] == "others": SessionEnds(owner: owner, id: nil)
        case (3, "sessions") where parts[1] == "end": SessionEnds(owner: owner, id: parts[2])
        default: nil
        }
    }

    private static func logins(_ owner: AccountOwner, _ parts: [String]) -> (any Page)? {
        switch (parts.count, parts.first) {
        case (0, _): LoginLists(owner: owner)
        case (1, "new") where owner.other != nil: LoginForms(owner: owner, kind: .new)
        case (2, "end"): LoginForms(owner: owner, kind: .end(parts[1]))
        case (1, "confirm") where owner.other == nil: LinkConfirmation()
        case (2, "link") where owner.other == nil: LoginLinking(provider: parts[1])
        default: nil
        }
    }

    private static func proposal(_ parts: [String]) -> (any Page)? {
        guard let ref = parts.first, !ref.isEmpty else { return nil }
        switch (parts.count, parts.dropFirst().first) {
        case (1, _):
            let sides = ref.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return sides.count == 2 ? PastPages(ref: sides[0], moment: sides[1]) : ProposalPages(ref: ref)
        case (2, "position"): return PositionPages(ref: ref)
        case (2, "edit"): return EditPages(ref: ref)
        case (2, "at"): return VersionChoice(ref: ref)
        case (2, "history"): return HistoryPages(ref: ref)
        case (2, "print"): return PrintPages(ref: ref)
        case (2, "file"): return FilePages(ref: ref)
        case (2, "erase"):
            return ErasePages(
                subject: ref, forum: nil, address: PageAddress.proposal(ref, "erase"), back: PageAddress.proposal(ref))
        case (2, "relay"): return RelayPages(ref: ref)
        case (4, "invitations") where parts[3] == "position":
            return Int(parts[2]).map { PositionPages(ref: ref, kind: .invitation($0)) }
        case (4, "invitations") where parts[3] == "relay":
            return Int(parts[2]).map { RelayPages(ref: ref, invitation: $0) }
        case (2, "invite"): return InvitePages(ref: ref)
        case (4, "invitations") where parts[3] == "decision":
            return Int(parts[2]).map { InvitePages(ref: ref, invitation: $0) }
        case (2, "publish"): return PublishPages(ref: ref)
        case (2, "proof"): return ProofPages(ref: ref)
        case (2, let part?): return SmallPages.Kind(rawValue: part).map { SmallPages(ref: ref, kind: $0) }
        case (3, "proof") where parts[2] == "bundle": return ProofFiles(ref: ref)
        case (3, "act"): return ActPages(ref: ref, act: parts[2])
        case (3, "diff"): return DifferencePages(ref: ref, span: parts[2])
        case (3, "documents"): return DocumentPages(ref: ref, digest: parts[2])
        default: return nil
        }
    }

    private static func forum(_ parts: [String]) -> (any Page)? {
        guard let forum = parts.first, !forum.isEmpty else { return nil }
        switch (parts.count, parts.dropFirst().first) {
        case (1, _): return ForumHome(forum: forum)
        case (2, "new"): return NewPages(forum: forum)
        case (2, "proposals"): return ProposalLists(forum: forum)
        case (2, "views"): return ForumViews(forum: forum, view: nil)
        case (3, "views"): return ForumViews(forum: forum, view: parts[2])
        case (2, "record"): return RecordPages(forum: forum)
        case (2, "audit"): return AuditPages(forum: forum)
        case (3, "audit") where parts[2] == "bundle": return AuditFiles(forum: forum)
        case (3, "audit") where parts[2] == "events": return RegistryEventsPages(forum: forum)
        case (2, "meetings"): return MeetingLists(forum: forum)
        case (3, "meetings") where parts[2] == "new": return MeetingForms(forum: forum, meeting: nil)
        case (3, "meetings"): return MeetingPages(forum: forum, meeting: parts[2])
        case (4, "meetings") where parts[3] == "held": return MeetingForms(forum: forum, meeting: parts[2])
        case (4, "group") where parts[3] == "list": return ListingPages(forum: forum, group: parts[2])
        case (2, "contacts"): return ContactLists(forum: forum)
        case (3, "contacts") where parts[2] == "new": return ContactForms(forum: forum, kind: .new)
        case (3, "contacts") where parts[2] == "circulate": return ContactForms(forum: forum, kind: .circulate)
        case (4, "contacts") where parts[3] == "end":
            return Int(parts[2]).map { ContactForms(forum: forum, kind: .end($0)) }
        case (3, "group"): return GroupPages(forum: forum, group: parts[2])
        case (2, "accounts"): return AccountLists(forum: forum)
        case (3, "accounts") where parts[2] == "new": return AccountForms(forum: forum, slug: "", kind: .new)
        case (4..., "accounts") where parts[3] == "logins" || parts[3] == "sessions":
            return account(AccountOwner(parts[2], of: forum), Array(parts.dropFirst(3)))
        case (4, "accounts") where parts[3] == "erase":
            return ErasePages(
                subject: "\(forum)/\(parts[2])", forum: forum,
                address: PageAddress.forum(forum, "accounts", parts[2], "erase"),
                back: PageAddress.forum(forum, "accounts"))
        case (4, "contacts") where parts[3] == "erase":
            return ErasePages(
                subject: "\(forum)/contact/\(parts[2])", forum: forum,
                address: PageAddress.forum(forum, "contacts", parts[2], "erase"),
                back: PageAddress.forum(forum, "contacts"))
        case (4, "accounts"):
            guard let kind = AccountForms.Kind(rawValue: parts[3]), kind != .new else { return nil }
            return AccountForms(forum: forum, slug: parts[2], kind: kind)
        case (2, "calendar.ics"): return BoardFiles(forum: forum, format: .ical)
        case (2, "feed.atom"): return BoardFiles(forum: forum, format: .atom)
        default: return nil
        }
    }
}
