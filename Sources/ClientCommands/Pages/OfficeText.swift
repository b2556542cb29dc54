import CanonicalJSON
import Terminal

/// An office as people say it: `contact-point FR`, `coordinator NORTH`.
enum OfficeText {
    static func text(_ office: JSONObject) -> String {
        var parts = [office["role"]?.string ?? "somebody"]
        if let group = office["group"]?.string { parts.append(group) }
        if let partner = office["partner"]?.string { parts.append(office["group"] == nil ? partner : "(\(partner))") }
        if office["deputy"]?.bool == true { parts.append("(deputy)") }
        if let except = office["except"]?.string { parts.append("of another partner than \(except)") }
        return TerminalText.line(parts.joined(separator: " "))
    }

    /// The office and the account of an actor; the account alone where no office was needed.
    static func actor(_ actor: JSONObject) -> String {
        let account = TerminalText.line(actor["account"]?.string ?? "somebody")
        guard let office = actor["office"]?.object else { return account }
        guard let past = actor["decided_by"]?.object else { return text(office) + ", " + account }
        // Recorded by somebody else, once the office had another holder or none.
        let holder = TerminalText.line(past["holder"]?.string ?? "somebody")
        let source = TerminalText.line(past["from"]?.string ?? "")
        let day = TimeText.day(past["received_at"]?.string ?? "")
        return "\(text(office)), \(holder), recorded by \(account) from \(source) of \(day)"
    }
}
