import CivilTime
import Lifecycle
import LineProtocol
import Proposals

/// What one event of a forum's registry says happened, in words.
struct RegistryWords {
    let partners: [String: String]

    /// - Returns: nil where the event is not one of a registry.
    func told(_ event: ShownEvent) -> EventWords.Told? {
        switch EventWords.body(event) {
        case let opened as Event.ForumOpened:
            said(tr("Forum opened: \(PageText.line(opened.settings.name))"))
        case let changed as Event.ForumChanged:
            said(changed.settings.closed == nil ? tr("Settings of the forum changed") : tr("The trial was closed"))
        case let admitted as Event.PartnerAdmitted:
            said(
                tr("Partner admitted: \(name(admitted.partner))"),
                day(tr("Since"), admitted.partner.joined), pair(tr("Id"), admitted.partner.id))
        case let changed as Event.PartnerChanged:
            said(
                tr("Partner changed: \(name(changed.partner))"),
                day(tr("Since"), changed.partner.joined), day(tr("Until"), changed.partner.left))
        case let left as Event.PartnerLeft:
            said(tr("Partner left: \(partner(left.id))"), day(tr("Until"), left.left))
        case let scheduled as Event.MeetingScheduled:
            meeting(tr("Meeting scheduled: \(PageText.line(scheduled.meeting.name))"), scheduled.meeting)
        case let changed as Event.MeetingChanged:
            meeting(tr("Meeting changed: \(PageText.line(changed.meeting.name))"), changed.meeting)
        case let held as Event.MeetingHeld:
            said(
                tr("Meeting recorded as held: \(PageText.line(held.id))"),
                pair(tr("Days"), PageText.days(held.days.lowerBound, held.days.upperBound)))
        case let loaded as Event.LifecycleLoaded:
            said(
                loaded.version.map { tr("Lifecycle loaded: \(PageText.line(loaded.id)), version \($0)") }
                    ?? tr("Lifecycle loaded: \(PageText.line(loaded.id))"),
                pair(tr("Digest"), loaded.digest))
        default: kept(event)
        }
    }

    /// Accounts, lists and contact points.
    private func kept(_ event: ShownEvent) -> EventWords.Told? {
        switch EventWords.body(event) {
        case let opened as Event.AccountOpened: said(tr("Account opened: \(account(opened.account))"))
        case let made as Event.AppointmentMade:
            said(
                tr("\(account(made.account)) appointed: \(made: OfficeWords.text(made.office))"),
                moment(tr("From"), made.from), moment(tr("Until"), made.until))
        case let ended as Event.AppointmentEnded:
            said(
                tr("Appointment \(ended.number) of \(account(ended.account)) ended"),
                moment(tr("Until"), ended.until))
        case let issued as Event.TokenIssued:
            said(tr("Token issued for \(account(issued.account))"), moment(tr("Until"), issued.expires))
        case let revoked as Event.TokenRevoked:
            said(
                revoked.account.map { tr("Token of \(account($0)) revoked") }
                    ?? tr("Token \(PageText.line(revoked.token)) revoked"))
        case let registered as Event.KeyRegistered:
            said(
                tr("Key \(registered.number) of \(account(registered.account)) registered"),
                moment(tr("From"), registered.from), moment(tr("Until"), registered.until))
        case let ended as Event.KeyEnded:
            said(tr("Key \(ended.number) of \(account(ended.account)) ended"), moment(tr("Until"), ended.until))
        case let linked as Event.IdentityLinked:
            said(
                tr("Login of \(account(linked.account)) linked"), pair(tr("Provider"), linked.issuer))
        case let ended as Event.IdentityEnded:
            said(tr("Linked login of \(account(ended.account)) ended"))
        case let erased as Event.PersonalErased:
            said(
                tr(
                    erased.erasure.digests.count, one: "\(erased.erasure.digests.count) personal value erased",
                    many: "\(erased.erasure.digests.count) personal values erased"),
                pair(tr("Of whom"), erased.erasure.subject), pair(tr("Reason"), erased.erasure.reason))
        case let drawn as Event.ListDrawn:
            said(
                tr("List of \(PageText.line(drawn.group)) for \(drawn.year) drawn up"),
                pair(tr("Proposals"), drawn.items.map(\.ref).listing))
        case let submitted as Event.ListSubmitted:
            said(tr("List of \(PageText.line(submitted.group)) for \(submitted.year) submitted"))
        case let set as Event.ContactSet:
            said(
                tr("Contact point \(set.contact.number) set for \(partner(set.contact.partner))"),
                pair(tr("About"), set.contact.about), day(tr("From"), set.contact.from),
                day(tr("Until"), set.contact.until))
        case let ended as Event.ContactEnded:
            said(tr("Contact point \(ended.number) ended"), day(tr("Until"), ended.until))
        case let circulated as Event.ContactsCirculated:
            said(
                tr(
                    circulated.count, one: "\(circulated.count) contact point sent round",
                    many: "\(circulated.count) contact points sent round"))
        default: nil
        }
    }

    private func meeting(_ headline: String, _ meeting: Meeting) -> EventWords.Told {
        said(
            headline, pair(tr("Days"), PageText.days(meeting.starts, meeting.ends)),
            pair(tr("Place"), [meeting.city, meeting.country].compactMap(\.self).listing), pair(tr("Id"), meeting.id))
    }

    private func said(_ headline: String, _ details: Pair?...) -> EventWords.Told {
        EventWords.Told(headline: headline, details: details.compactMap(\.self))
    }

    private func name(_ partner: Partner) -> String { PageText.name(partner.name) }
    private func partner(_ id: String) -> String { PageText.name(partners[id] ?? id) }
    private func account(_ name: String) -> String { PageText.line(name) }

    private func pair(_ label: String, _ text: String?) -> Pair? {
        guard let text, !text.isEmpty else { return nil }
        return Pair(label: label, lines: [ValueWords.Line(text)])
    }

    private func day(_ label: String, _ date: CivilDate?) -> Pair? { pair(label, date.map { PageText.day($0) }) }
    private func moment(_ label: String, _ instant: Instant?) -> Pair? {
        pair(label, instant.map { PageText.minute($0) })
    }
}
