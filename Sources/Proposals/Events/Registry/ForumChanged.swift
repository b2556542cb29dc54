package import CanonicalJSON

extension Event {
    /// The forum decided something else about itself, or a trial was closed.
    package struct ForumChanged: RegistryBody {
        package static var kind: EventKind { .forumChanged }
        package static var isForKeepers: Bool { false }

        package var settings: ForumSettings
    }
}

extension Event.ForumChanged {
    package init(_ data: JSONObject) throws(EventError) { settings = try ForumSettings(json: data) }

    package var data: JSONObject { settings.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.settings = settings
        registry.settingsRevisedAt = event.recordedAt
    }

    package func command(of event: Event) -> RegistryCommand? {
        settings.closed == nil ? .setForum(settings) : .closeForum(at: event.decidedAt)
    }
}
