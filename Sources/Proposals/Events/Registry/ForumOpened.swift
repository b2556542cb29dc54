package import CanonicalJSON

extension Event {
    /// The forum was opened.
    package struct ForumOpened: RegistryBody {
        package static var kind: EventKind { .forumOpened }
        package static var isForKeepers: Bool { false }

        package var settings: ForumSettings
    }
}

extension Event.ForumOpened {
    package init(_ data: JSONObject) throws(EventError) { settings = try ForumSettings(json: data) }

    package var data: JSONObject { settings.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.settings = settings
        registry.settingsRevisedAt = event.recordedAt
    }

    package func command(of event: Event) -> RegistryCommand? { .setForum(settings) }
}
