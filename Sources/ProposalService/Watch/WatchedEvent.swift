import Synchronization

/// One event as watchers get it, with the cursor from which to go on. All who are shown the same of it get the same object.
package final class WatchedEvent: Sendable, Hashable {
    package let cursor: String
    package let seen: SeenEvent
    private let made = Mutex<(any Sendable)?>(nil)

    init(_ event: StoredEvent, in forum: String, personal: [String: String]) {
        cursor = WatchCursor(forum: forum, event).description
        seen = SeenEvent(event, personal: personal)
    }

    /// What a door makes of it: made at the first use, then shared by everybody who is shown it.
    package func form<Form: Sendable>(_ make: (WatchedEvent) -> Form) -> Form {
        made.withLock { made in
            if let form = made as? Form { return form }
            let form = make(self)
            made = form
            return form
        }
    }

    package static func == (one: WatchedEvent, other: WatchedEvent) -> Bool {
        one === other || (one.cursor == other.cursor && one.seen == other.seen)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(cursor)
        hasher.combine(seen)
    }
}
