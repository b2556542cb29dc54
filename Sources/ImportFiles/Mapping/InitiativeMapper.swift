package import CanonicalJSON
package import CivilTime
import Lifecycle

/// Turns a record of a list kept elsewhere into the fields of a form. Pure: what it cannot map it says, and leaves to the
/// source, which is kept whole.
package struct InitiativeMapper: Sendable {
    /// What became of one record.
    package struct Mapped: Sendable, Hashable {
        package var fields = JSONObject()
        /// The proposing partner.
        package var partner: String?
        package var isArchive = false
        /// The year of a past activity.
        package var year: Int?
        package var issues: [ImportIssue] = []
        /// Whether it can be entered at all.
        package var isUsable = true
    }

    /// Source keys that say where a record is from; they stay in the source and are nobody's loss.
    static let provenance: Set<String> = ["source", "sources", "quote", "inferred", "note"]
    /// Source keys that are called otherwise in a form.
    static let renamed = ["area": "focus_areas"]

    package let form: [FormField]
    package let names: PartnerNames
    package let areas: [String: [String]]
    package let today: CivilDate
    /// Whether what tells neither day nor year is past.
    package var undatedIsPast = false

    package init(
        form: [FormField], names: PartnerNames, areas: [String: [String]], today: CivilDate, undatedIsPast: Bool = false
    ) {
        self.form = form
        self.names = names
        self.areas = areas
        self.today = today
        self.undatedIsPast = undatedIsPast
    }

    package func map(_ given: JSONObject, line: Int) -> Mapped {
        let known = form.map(\.key) + InitiativeMapper.provenance + InitiativeMapper.renamed.keys + ["proposer"]
        let record = given.named(Set(known))
        let title = record["title"]?.string ?? "(no title)"
        var mapping = InitiativeMapping(mapper: self, line: line, subject: title)
        mapping.map(record)
        return mapping.result
    }

    package func field(_ key: String) -> FormField? { form.first { $0.key == key } }
}
