import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol

/// The fields of a proposal in the form's order, for reading.
struct ProposalText: PageContent {
    let fields: [Field]
    let empty: [String]
    let emptyCount: Int
    let emptyLabels: String

    struct Field: PageContent {
        let id: String
        let label: String
        let source: String?
        let lines: [ValueWords.Line]
        let isLong: Bool
        let note: String?
    }

    init(
        _ fields: JSONObject, _ form: FormDefinition?, partners: [String: String] = [:], activity: ShownActivity? = nil
    ) {
        let words = ValueWords(partners: partners)
        let known = form?.fields ?? []
        let order = known.map(\.key).filter { fields[$0] != nil }
        let others = fields.keys.filter { !order.contains($0) }
        self.fields = (order + others).compactMap { key in
            guard let value = fields[key] else { return nil }
            let field = form?.field(key)
            let lines = words.lines(value, of: field?.type)
            return Field(
                id: "field-" + key, label: PageText.label(field?.label ?? PageText.words(key)),
                source: field.map(\.source).flatMap { $0.isEmpty ? nil : PageText.source($0) },
                lines: lines, isLong: lines.count > 1 || lines.contains { $0.text.utf8.count > 90 },
                note: ["starts", "ends"].contains(key) ? ProposalText.lapse(activity) : nil)
        }
        empty = known.filter { fields[$0.key] == nil }.map { PageText.label($0.label) }
        emptyCount = empty.count
        emptyLabels = empty.listing
    }

    /// That the days of the text hold no longer, and which do instead.
    private static func lapse(_ activity: ShownActivity?) -> String? {
        guard let activity, activity.isLapsed else { return nil }
        let standing = PageText.label(activity.standing)
        guard let days = PageText.days(activity.days?.starts, activity.days?.ends) else {
            return tr("no longer holds: \(made: standing)")
        }
        return activity.standing == "postponed"
            ? tr("no longer holds: postponed to \(made: days)")
            : tr("no longer holds: \(made: standing), was \(made: days)")
    }
}
