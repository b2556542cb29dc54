import LineProtocol
import ViewDefinitions
import Views

extension Verbs.View.Listed {
    init(_ definition: ViewDefinition) {
        self.init()
        view = definition.id
        label = definition.label
        kind = definition.kind.name
        about = definition.about
        isPublic = definition.isPublic
        parameters = definition.parameters
        formats = definition.formats.map(\.rawValue)
    }
}

extension Verbs.View.Shown {
    init(_ definition: ViewDefinition) {
        self.init()
        view = definition.id
        label = definition.label
        kind = definition.kind.name
    }
}

extension Verbs.View.Column {
    init(_ column: ViewColumn) {
        self.init()
        key = column.key
        label = column.label
        type = column.type.rawValue
        blank = column.blank
    }
}

extension ViewDefinition {
    /// What it can be written as.
    var formats: [Verbs.View.Format] {
        var formats: [Verbs.View.Format] = [.csv]
        if hasChart { formats.append(.svg) }
        if case .calendar = kind { formats += [.atom, .ical] }
        return formats
    }
}
