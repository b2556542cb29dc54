import CanonicalJSON
import Lifecycle

/// A form about what a forum keeps besides its proposals: meetings, accounts.
package struct RegistryForm: Sendable {
    package var heading: String
    package var lead: String?
    package var action: String
    package var cancel: String
    package var submit: String
    package var fields: [Field] = []

    package init(_ heading: String, lead: String? = nil, action: String, cancel: String, submit: String) {
        self.heading = heading
        self.lead = lead
        self.action = action
        self.cancel = cancel
        self.submit = submit
    }

    /// What is asked.
    package struct Field: Sendable {
        let name: String
        let label: String
        let kind: ControlKind
        let help: String?
        let isRequired: Bool
        let value: String?

        private init(
            _ name: String, _ label: String, _ kind: ControlKind, _ help: String?, _ isRequired: Bool, _ value: String?
        ) {
            self.name = name
            self.label = label
            self.kind = kind
            self.help = help
            self.isRequired = isRequired
            self.value = value
        }

        package static func text(
            _ name: String, _ label: String, help: String? = nil, isRequired: Bool = false, value: String? = nil
        ) -> Field { Field(name, label, .text(limit: 300), help, isRequired, value) }

        package static func day(
            _ name: String, _ label: String, help: String? = nil, isRequired: Bool = false, value: String? = nil
        ) -> Field { Field(name, label, .date, help, isRequired, value) }

        package static func one(
            _ name: String, _ label: String, of choices: [(id: String, label: String)], help: String? = nil,
            isRequired: Bool = false, value: String? = nil
        ) -> Field {
            Field(
                name, label, .one(choices.map { ControlKind.Choice(id: $0.id, label: $0.label) }), help, isRequired,
                value)
        }
    }

    package func page(_ state: FormState) -> WebPage {
        let nothing = LifecycleDefinition(
            id: "", version: 0, title: "", states: [], initial: "", roles: [], transitions: [],
            form: FormDefinition(id: "", version: 0, fields: []))
        let maker = ControlMaker(
            around: FormSurroundings(nothing, partners: []), typed: state.typed, faults: state.faults)
        return WebPage(
            heading, "act",
            FormContent(
                head: nil, heading: PageText.line(heading), lead: lead.map { PageText.line($0, atMost: 1000) },
                notes: [],
                unmet: [],
                form: FormHead(
                    state, action: action, nil,
                    labels: Dictionary(fields.map { ($0.name, $0.label) }) { first, _ in first }),
                controls: fields.map { field in
                    maker.control(
                        field.kind, name: field.name, label: PageText.capital(PageText.line(field.label)),
                        value: field.value.map { .string($0) },
                        isRequired: field.isRequired, help: field.help)
                }, submit: submit, cancel: cancel, hidden: [], kinds: nil))
    }
}
