import CanonicalJSON

/// An office as people say it: `contact-point FR`, `coordinator NORTH`.
enum OfficeText {
    static func text(_ office: JSONObject) -> String {
        var parts = [office["role"]?.string ?? "somebody"]
        if let group = office["group"]?.string { parts.append(group) }
        if let partner = office["partner"]?.string { parts.append(office["group"] == nil ? partner : "(\(partner))") }
        if office["deputy"]?.bool == true { parts.append("(deputy)") }
        if let except = office["except"]?.string { parts.append("of another partner than \(except)") }
        return PlainText.line(parts.joined(separator: " "))
    }

    /// The office and the account of an actor; the account alone where no office was needed.
    static func actor(_ actor: JSONObject) -> String {
        let account = PlainText.line(actor["account"]?.string ?? "somebody")
        guard let office = actor["office"]?.object else { return account }
        return text(office) + ", " + account
    }
}
