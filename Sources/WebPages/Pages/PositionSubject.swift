package import LineProtocol

/// What a position is on, and where it comes from.
package enum PositionSubject: Sendable {
    /// The proposal, by whom speaks for the partner.
    case proposal
    /// The proposal, or an invitation of it, by a coordinator for a partner of its group: from a mail or a note with this SHA-256 in hex.
    case relayed(partner: String, digest: String, invitation: ShownInvitation? = nil)
    /// Somebody outside the forum who is to be invited.
    case invitation(ShownInvitation)

    var invitation: ShownInvitation? {
        switch self {
        case .proposal: nil
        case .relayed(_, _, let invitation): invitation
        case .invitation(let invitation): invitation
        }
    }

    /// The digest of the mail.
    var mail: String? {
        if case .relayed(_, let digest, _) = self { digest } else { nil }
    }

    /// Where its form goes.
    func address(of ref: String) -> String {
        switch self {
        case .proposal: PageAddress.proposal(ref, "position")
        case .relayed(_, _, let invitation): PageAddress.relay(ref, invitation: invitation?.number)
        case .invitation(let invitation): PageAddress.proposal(ref, "invitations", "\(invitation.number)", "position")
        }
    }

    /// Whether positions are taken on it no more, or not yet.
    func isClosed(_ record: ShownRecord) -> Bool {
        invitation.map { $0.outcome != nil } ?? !record.isRoundOpen
    }
}

/// What is asked besides of a position that is relayed.
struct RelayedControls: PageContent {
    let digest: String
    let from: Control
    let received: Control

    /// Nil where it is not relayed.
    init?(_ subject: PositionSubject, _ maker: ControlMaker) {
        guard let mail = subject.mail else { return nil }
        digest = mail
        from = maker.control(
            .text(limit: 300), name: "from", label: tr("From whom"), isRequired: true,
            help: tr("Which note or mail it is: from whom, with its number or subject."))
        received = maker.control(.instant, name: "received_at", label: tr("Received"), isRequired: true)
    }
}

/// An invitation, as the page of a position on it tells it.
struct Invited: PageContent {
    let number: Int
    let invitee: String
    let event: String

    init(_ invitation: ShownInvitation) {
        number = invitation.number
        invitee = PageText.line(invitation.invitee)
        event = PageText.line(invitation.event)
    }
}

extension PositionPage.Typed {
    /// What is missing of what is asked besides of a position that is relayed.
    package mutating func checkRelay() {
        if from == nil { faults["from"] = tr("Say which note or mail it is.") }
        if receivedAt == nil, faults["received_at"] == nil { faults["received_at"] = tr("Say when it came.") }
    }
}
