import LineProtocol
import Terminal

/// An office as people say it: `contact-point FR`, `coordinator NORTH`.
enum OfficeText {
    static func text(_ office: ShownOffice) -> String {
        text(office.role, office.partner, office.group, isDeputy: office.isDeputy)
    }

    static func text(_ office: CapableOffice) -> String {
        text(office.role, office.partner, office.group, except: office.except)
    }

    private static func text(
        _ role: String, _ partner: String?, _ group: String?, isDeputy: Bool = false, except: String? = nil
    ) -> String {
        var parts = [role.isEmpty ? "somebody" : role]
        if let group { parts.append(group) }
        if let partner { parts.append(group == nil ? partner : "(\(partner))") }
        if isDeputy { parts.append("(deputy)") }
        if let except { parts.append("of another partner than \(except)") }
        return TerminalText.line(parts.joined(separator: " "))
    }

    /// The office and the account of an actor; the account alone where no office was needed.
    static func actor(_ actor: ShownActor) -> String {
        let account = TerminalText.line(actor.account.isEmpty ? "somebody" : actor.account)
        guard let office = actor.office else { return account }
        guard let past = actor.decidedBy else { return text(office) + ", " + account }
        // Recorded by somebody else, once the office had another holder or none.
        let holder = TerminalText.line(past.holder ?? "somebody")
        let source = TerminalText.line(past.from ?? "")
        let day = past.receivedAt.map(TimeText.day) ?? ""
        return "\(text(office)), \(holder), recorded by \(account) from \(source) of \(day)"
    }
}
