import LineProtocol
import ProposalService
import Proposals
import Record

extension ShownEvent {
    init(_ seen: SeenEvent) {
        let event = seen.event
        self.init()
        position = Int(seen.stored.position)
        version = event.version
        kind = event.kind.rawValue
        from = event.from
        to = event.to
        decidedAt = event.decidedAt
        recordedAt = event.recordedAt
        actor = ShownActor(event.actor)
        data = seen.data
        digest = seen.stored.sealed.digest
        leafHash = Hexadecimal.encode(seen.stored.leafHash)
    }
}

extension Verbs.Watch.Row {
    init(_ watched: WatchedEvent) {
        var event = Verbs.Watch.Event()
        event.shown = ShownEvent(watched.seen)
        event.forum = watched.seen.event.forum
        event.ref = watched.seen.event.stream
        self.init()
        cursor = watched.cursor
        self.event = event
    }
}
