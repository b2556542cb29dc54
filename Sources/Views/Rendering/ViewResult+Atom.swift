import CivilTime
package import ViewDefinitions
import Wording

extension ViewResult {
    /// The entries as an Atom feed (RFC 4287), what was changed last first; nil for what is no calendar.
    ///
    /// It was updated when its entries last changed, not when it is fetched (section 4.2.15).
    package func atom(title: String, feed: CalendarDefinition.Feed) -> String? {
        guard let entries, let revisedAt else { return nil }
        let newest = entries.sorted { ($1.updated, $0.id) < ($0.updated, $1.id) }
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
            "  <id>\(XMLText.escaped(feed.id))</id>",
            "  <title>\(XMLText.escaped(title))</title>",
            "  <updated>\(revisedAt)</updated>",
            "  <author><name>\(XMLText.escaped(feed.author))</name></author>",
            "  <generator>Chancery</generator>",
        ]
        for entry in newest { lines += entry.atom(feed.id) }
        lines.append("</feed>")
        return lines.map { $0 + "\n" }.joined()
    }
}

extension CalendarEntry {
    fileprivate func atom(_ feed: String) -> [String] {
        var lines = [
            "  <entry>",
            "    <id>\(XMLText.escaped(feed))/\(XMLText.escaped(PercentText.encoded(id)))</id>",
            "    <title>\(XMLText.escaped(heading))</title>",
            "    <updated>\(updated)</updated>",
            "    <category term=\"\(XMLText.escaped(category))\"/>",
        ]
        if let address, XMLText.isAddress(address) {
            lines.append("    <link rel=\"alternate\" href=\"\(XMLText.escaped(address))\"/>")
        }
        lines.append("    <content type=\"text\">\(XMLText.escaped(summary))</content>")
        lines.append("  </entry>")
        return lines
    }

    /// What became of it stands first: a list of titles is all that many readers show.
    private var heading: String {
        switch status {
        case .confirmed: title
        case .postponed: "Postponed: " + title
        case .cancelled: "Cancelled: " + title
        }
    }

    /// Days, place, why it was put off or cancelled, and text, a line each.
    private var summary: String {
        let days: String? =
            switch (starts, ends) {
            case (let starts?, let ends?) where ends != starts: "\(starts) to \(ends)"
            case (let starts?, _): starts.description
            case (nil, _): nil
            }
        let parts = [days, place, becameBecause, text].compactMap { $0 }
        return parts.isEmpty ? title : parts.joined(separator: "\n")
    }
}

extension CalendarDefinition.Feed {
    /// The feed of one forum. A trial, and a forum that was loaded under another name than its definition's, have feeds of their own:
    /// no two feeds share an id (RFC 4287, section 4.2.6).
    package func of(_ forum: String) -> CalendarDefinition.Feed {
        id.hasSuffix("/" + forum) ? self : CalendarDefinition.Feed(id: id + "/" + forum, author: author)
    }
}
