import CivilTime

extension ViewResult {
    /// The entries as an iCalendar object (RFC 5545): a day-long event each, a journal entry where there is no day; nil for what is no calendar.
    ///
    /// It names no METHOD: it is subscribed to or imported, not sent as a message, which would need an ORGANIZER (RFC 5546, section
    /// 3.2.1). Without one, DTSTAMP tells what LAST-MODIFIED does (RFC 5545, section 3.8.7.2).
    package func iCalendar(name: String, forum: String) -> String? {
        guard let entries else { return nil }
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Chancery//\(CalendarText.escaped(forum))//EN",
            "CALSCALE:GREGORIAN", "X-WR-CALNAME:" + CalendarText.escaped(name),
        ]
        for entry in entries { lines += entry.component(forum) }
        if entries.isEmpty { lines += CalendarText.zone }
        lines.append("END:VCALENDAR")
        return lines.map { CalendarText.folded($0) + "\r\n" }.joined()
    }
}

extension CalendarEntry {
    fileprivate func component(_ forum: String) -> [String] {
        let kind = starts == nil ? "VJOURNAL" : "VEVENT"
        var lines = ["BEGIN:" + kind, "UID:\(CalendarText.escaped(id))@\(CalendarText.escaped(forum))"]
        let stamp = CalendarText.stamp(updated)
        lines.append("DTSTAMP:" + stamp)
        if let starts {
            lines.append("DTSTART;VALUE=DATE:" + CalendarText.day(starts))
            // The end of a day-long event is the day after its last one.
            if let next = CivilDate(daysSinceEpoch: (ends ?? starts).daysSinceEpoch + 1) {
                lines.append("DTEND;VALUE=DATE:" + CalendarText.day(next))
            }
            lines.append("TRANSP:TRANSPARENT")
        }
        if let word = statusWord { lines.append("STATUS:" + word) }
        lines.append("SUMMARY:" + CalendarText.escaped(title))
        lines.append("CATEGORIES:" + CalendarText.escaped(category))
        let became = becameBecause ?? (status == .postponed ? "Postponed." : nil)
        var about = became.map { [$0, text].compactMap { $0 }.joined(separator: "\n") } ?? text
        if let address {
            if XMLText.isAddress(address), address.utf8.allSatisfy({ $0 < 0x80 }) {
                lines.append("URL:" + address)
            } else {
                about = [about, address].compactMap { $0 }.joined(separator: "\n")
            }
        }
        if let about { lines.append("DESCRIPTION:" + CalendarText.escaped(about)) }
        // A journal entry has no place to be at.
        if starts != nil, let place { lines.append("LOCATION:" + CalendarText.escaped(place)) }
        lines.append("LAST-MODIFIED:" + stamp)
        lines.append("SEQUENCE:\(sequence)")
        lines.append("END:" + kind)
        return lines
    }

    /// As RFC 5545, section 3.8.1.11, has it for events and for journal entries.
    private var statusWord: String? {
        switch status {
        case .cancelled: "CANCELLED"
        case .confirmed: starts == nil ? nil : "CONFIRMED"
        case .postponed: starts == nil ? nil : "TENTATIVE"
        }
    }
}

/// How iCalendar writes values.
enum CalendarText {
    /// The time zone that every instant is written in. RFC 5545 (section 3.6) wants at least one component in a calendar; to readers this
    /// one is a calendar without entries, which they take, and a subscription to it goes on.
    static let zone = [
        "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE",
    ]

    /// A text value: backslash, semicolon, comma and line break escaped, other control characters left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\r": result += "\\n"
            case "\n": result += isAfterReturn ? "" : "\\n"
            default:
                if scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) || scalar == "\t" {
                    result.unicodeScalars.append(scalar)
                }
            }
            isAfterReturn = scalar == "\r"
        }
        return result
    }

    static func day(_ day: CivilDate) -> String { day.description.filter { $0 != "-" } }

    /// `20260301T090000Z`
    static func stamp(_ instant: Instant) -> String {
        String(instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }

    /// A content line in pieces of at most 75 octets, never cut inside a character; the pieces after the first begin with a space.
    static func folded(_ line: String) -> String {
        guard line.utf8.count > 75 else { return line }
        var result = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if octets + size > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(scalar)
            octets += size
        }
        return result
    }
}
