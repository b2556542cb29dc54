import CanonicalJSON
import Lifecycle

/// Turns a record of a list kept elsewhere into the fields of a form. Pure: what it cannot map it says, and leaves to the
/// source, which is kept whole.
struct InitiativeMapper: Sendable {
    /// What became of one record.
    struct Mapped: Sendable, Hashable {
        var fields = JSONObject()
        /// The proposing partner.
        var partner: String?
        var isArchive = false
        /// The year of a past activity.
        var year: Int?
        var issues: [ImportIssue] = []
        /// Whether it can be entered at all.
        var isUsable = true
    }

    /// Source keys that say where a record is from; they stay in the source and are nobody's loss.
    static let provenance: Set<String> = ["source", "sources", "quote", "inferred", "note"]
    /// Source keys that are called otherwise in a form.
    static let renamed = ["area": "focus_areas"]

    let form: [FormField]
    let names: PartnerNames
    let areas: [String: [String]]
    let today: CivilDate
    /// Whether what tells neither day nor year is past.
    var undatedIsPast = false

    func map(_ given: JSONObject, line: Int) -> Mapped {
        let known = form.map(\.key) + InitiativeMapper.provenance + InitiativeMapper.renamed.keys + ["proposer"]
        let record = given.named(Set(known))
        let title = record["title"]?.string ?? "(no title)"
        var mapping = InitiativeMapping(mapper: self, line: line, subject: title)
        mapping.map(record)
        return mapping.result
    }

    func field(_ key: String) -> FormField? { form.first { $0.key == key } }
}
