package import CanonicalJSON
package import CivilTime

/// An event as a decision answers it: what happened, without its place in the stream.
package struct EventDraft: Sendable, Hashable {
    package var kind: EventKind
    package var from: String?
    package var to: String?
    package var decidedAt: Instant
    package var actor: Actor
    package var data: JSONObject

    package init(
        _ kind: EventKind, from: String?, to: String?, decidedAt: Instant, actor: Actor, data: JSONObject = [:]
    ) {
        self.kind = kind
        self.from = from
        self.to = to
        self.decidedAt = decidedAt
        self.actor = actor
        self.data = data
    }

    /// The event in its place: after `version` events of which the last has this digest.
    package func sealed(
        forum: String, stream: String, after version: Int, digest: String?, recordedAt: Instant
    ) -> SealedEvent {
        SealedEvent(
            Event(
                forum: forum, stream: stream, version: version + 1, kind: kind, from: from, to: to,
                decidedAt: decidedAt, recordedAt: recordedAt, actor: actor, data: data, previous: digest))
    }
}
