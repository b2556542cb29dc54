import CanonicalJSON
import DefinitionTree
import ViewDefinitions

extension RegistryDecider {
    private static let viewLimit = 64

    /// Refuses settings with a view that cannot be read, or with rules of lists and contacts that name nothing.
    func checkViews(_ settings: ForumSettings) throws(Refusal) {
        guard settings.views.count <= RegistryDecider.viewLimit else {
            throw .badField("views", "a forum has at most \(RegistryDecider.viewLimit) views")
        }
        var ids: Set<String> = []
        for (index, json) in settings.views.enumerated() {
            let view: ViewDefinition
            do { view = try ViewDefinition(json: json) } catch {
                let name = json["id"]?.string.map { "\"\($0.prefix(64))\"" } ?? "number \(index + 1)"
                throw .badField("views", "view \(name): \(error.faults.map(\.sentence).joined(separator: "; "))")
            }
            guard ids.insert(view.id).inserted else {
                throw .badField("views", "the view \"\(view.id)\" appears twice")
            }
        }
        if !context.isRecorded, let text = settings.views.lazy.compactMap({ PlainText.harmful(in: $0) }).first {
            throw .badField(
                "views", "\"\(PlainText.escaped(text))\" holds a character that cannot be seen; leave it out")
        }
        if let listing = settings.listing {
            try identifier(listing.role, "listing")
            try identifier(listing.meetingKind, "listing")
        }
        if let contacts = settings.contacts {
            try identifier(contacts.role, "contacts")
            if let own = contacts.ownRole { try identifier(own, "contacts") }
            for subject in contacts.subjects { try identifier(subject, "contacts") }
            guard !contacts.subjects.isEmpty else { throw .badField("contacts", "name at least one of \"subjects\"") }
            if let days = contacts.everyDays, !(1...36_500).contains(days) {
                throw .badField("contacts", "\"every_days\" is 1 to 36500")
            }
        }
    }
}
