package import CanonicalJSON
package import Proposals

/// A stored event with what its reader may see of it, for HISTORY, REPLAY and WATCH to tell of.
package struct SeenEvent: Sendable, Hashable {
    package let stored: StoredEvent
    /// What it says, with personal values in the place of their commitments.
    package let data: JSONObject

    package var event: Event { stored.sealed.event }

    init(_ stored: StoredEvent, personal: [String: String]) {
        self.stored = stored
        data = PersonalData.opening(.object(stored.sealed.event.data), personal).object ?? [:]
    }
}
