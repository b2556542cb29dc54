package import CivilTime

/// Who acted, in which office.
package struct ShownActor: ReplyPart {
    package var account = ""
    /// Nil for an act that needs none.
    package var office: ShownOffice?
    /// Who held the office then, where somebody else recorded the act.
    package var decidedBy: ShownPastOffice?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("account", &account, else: "")
        coder.orNull("office", &office) { $0.part($1, &$2) }
        coder.part("decided_by", &decidedBy)
    }
}

/// An office that somebody holds or held.
package struct ShownOffice: ReplyPart {
    package var role = ""
    package var partner: String?
    package var group: String?
    package var isDeputy = false

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("role", &role)
        coder.text("partner", &partner)
        coder.text("group", &group)
        coder.mark("deputy", &isDeputy)
    }
}

/// Who held an office when something was decided, and from what that was recorded since.
package struct ShownPastOffice: ReplyPart {
    package var holder: String?
    /// The holder's appointment.
    package var appointment: Int?
    /// A minute, a message.
    package var from: String?
    package var receivedAt: Instant?
    /// Of that, SHA-256 in hex.
    package var digest: String?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("holder", &holder)
        coder.integer("appointment", &appointment)
        coder.text("from", &from)
        coder.instant("received_at", &receivedAt)
        coder.text("digest", &digest)
    }
}
