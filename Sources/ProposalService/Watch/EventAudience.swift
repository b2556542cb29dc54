import Proposals

/// Whom an event is shown to in a watch, and one of a registry wherever events are told, besides those who are shown everything.
enum EventAudience: Sendable {
    /// Everybody who belongs to the forum.
    case forum
    /// Nobody else.
    case keepers
    /// The proposal's history does not tell, or nobody asked.
    case unclear

    /// Accounts and tokens are for those who manage or audit them.
    init(ofRegistryEvent kind: EventKind) {
        switch kind.body {
        case .registry(let type): self = type.isForKeepers ? .keepers : .forum
        case .opening, .proposal: self = .forum
        }
    }
}

extension RecordReader {
    /// Streams that are read in one trip, at most.
    private static let histories = 64

    /// Whom each of these events is shown to, in the order of the record. What is not remembered of their proposals is loaded for all at
    /// once.
    func audiences(of events: [StoredEvent], _ registry: Registry) async -> [EventAudience] {
        let shown = memory.shownVersions
        var audiences = events.map { shown.audience(of: $0, registry) }
        var seen: Set<String> = []
        let missing = audiences.indices.filter { audiences[$0] == nil }.map { events[$0].sealed.event.stream }
            .filter { seen.insert($0).inserted }
        for start in stride(from: 0, to: missing.count, by: Self.histories) {
            let refs = missing[start..<min(start + Self.histories, missing.count)]
            let cursors = refs.map { StreamCursor(forum: registry.forum, stream: $0, after: 0) }
            guard let loaded = try? await lookups.load(cursors) else { continue }
            for (ref, history) in zip(refs, loaded.events) { shown.keep(ref, history, registry) }
        }
        for index in audiences.indices where audiences[index] == nil {
            audiences[index] = shown.audience(of: events[index], registry)
        }
        return audiences.map { $0 ?? .unclear }
    }
}
