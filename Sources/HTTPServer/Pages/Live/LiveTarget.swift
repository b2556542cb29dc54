/// What an open page shows that may change meanwhile: whose events it follows.
enum LiveTarget: Sendable, Equatable {
    case proposal(String)
    case forum(String)

    /// What the page at an address shows; nil where that stays as it is, or is told once.
    ///
    /// - Parameter own: the forum of whoever is logged in.
    init?(page parts: [String], own: String?) {
        let (place, names) = (parts.first, Array(parts.dropFirst()))
        switch (place, names.count) {
        case ("inbox", 0):
            guard let own else { return nil }
            self = .forum(own)
        case ("p", 1) where !names[0].contains("@"): self = .proposal(names[0])
        case ("p", 2)
        where ["history", "position", "edit", "file", "relay", "invite", "publish", "note", "ack", "contest"].contains(
            names[1]):
            self = .proposal(names[0])
        case ("p", 3) where names[1] == "act", ("p", 4) where names[1] == "invitations": self = .proposal(names[0])
        case ("f", 1): self = .forum(names[0])
        case ("f", 2) where ["proposals", "views", "meetings", "contacts"].contains(names[1]): self = .forum(names[0])
        case ("f", 3) where ["views", "group"].contains(names[1]) || (names[1] == "meetings" && names[2] != "new"):
            self = .forum(names[0])
        default: return nil
        }
    }

    /// What a stream is of: `/p/REF/events`, `/f/FORUM/events`.
    init?(stream parts: [String]) {
        guard parts.count == 3, parts[2] == "events", !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "p": self = .proposal(parts[1])
        case "f": self = .forum(parts[1])
        default: return nil
        }
    }
}
