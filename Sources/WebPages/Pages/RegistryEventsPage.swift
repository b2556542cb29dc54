package import LineProtocol

/// What changed in a forum's registry, as a timeline.
package enum RegistryEventsPage {
    package struct Parts: Sendable {
        package var forum: String
        /// The newest first.
        package var events: [ShownEvent]
        /// The version of the registry now.
        package var version: Int
        /// The version before which older events stand; nil where there are none.
        package var before: Int?
        package var partners: [ShownPartner]

        package init(_ forum: String, _ events: [ShownEvent], version: Int, before: Int?, partners: [ShownPartner]) {
            self.forum = forum
            self.events = events
            self.version = version
            self.before = before
            self.partners = partners
        }
    }

    package static func page(_ parts: Parts) -> WebPage {
        let names = Dictionary(parts.partners.map { ($0.id, $0.name) }) { first, _ in first }
        let words = EventWords(definition: nil, partners: names)
        return WebPage(
            tr("Registry events"), "registry",
            Content(
                up: Link(tr("Audit"), PageAddress.forum(parts.forum, "audit")), version: parts.version,
                entries: parts.events.map { entry($0, words) },
                older: parts.before.map { address(parts.forum, before: $0) }))
    }

    /// Where a forum's events stand, from those before a version on.
    package static func address(_ forum: String, before version: Int? = nil) -> String {
        PageAddress.path(["f", forum, "audit", "events"], version.map { [("before", "\($0)")] } ?? [])
    }

    private static func entry(_ event: ShownEvent, _ words: EventWords) -> TimelineEntry {
        let told = words.told(event)
        return TimelineEntry(
            headline: told.headline, style: told.style, version: event.version, then: nil,
            clocks: Clocks(event.decidedAt, event.recordedAt), by: OfficeWords.actor(event.actor),
            details: told.details, changes: [], folded: nil, leaf: event.leafHash.map { String($0.prefix(16)) })
    }

    private struct Content: PageContent {
        let up: Link
        let version: Int
        let entries: [TimelineEntry]
        let older: String?
    }
}
