import CanonicalJSON
import CivilTime
import Lifecycle

/// What is refused of what begins a proposal.
enum DraftingSentence: String, EngineSentence {
    static let room = "drafting"

    case toDraft = "draft a proposal"
    case toImport = "import records"
    case alreadyDrafted = "{ref} was already drafted; revise it instead"
    case anotherPartner = "you propose for {partners}, not for {partner}"
}

/// Decides what begins a proposal: a draft, or a record from a list kept elsewhere.
struct Drafting {
    /// The longest text, in canonical bytes.
    static let textLimit = 48 * 1024

    private let context: Context

    init(_ context: Context) { self.context = context }

    func draft(
        lifecycle: String?, partner: String?, fields: JSONObject, _ given: Instant?
    ) throws(Refusal) -> [EventDraft] {
        let (reference, definition) = try self.definition(lifecycle)
        let writers = definition.writers.compactMap { definition.role($0) }.flatMap(\.heldBy)
        let offices = context.offices.filter { writers.contains($0.role) && $0.partner != nil }
        guard !offices.isEmpty else {
            let labels = definition.writers.map { definition.role($0)?.label ?? $0 }
            throw .forbidden(
                .only(labels, may: DraftingSentence.toDraft), who: writers.uniqued.map { Capable(role: $0) })
        }
        let partners = offices.compactMap(\.partner)
        guard let proposer = partner ?? (Set(partners).count == 1 ? partners.first : nil) else {
            throw .badField("partner", "say which of \(partners.joined(separator: ", ")) you propose for")
        }
        guard let office = offices.first(where: { $0.partner == proposer }) else {
            throw .forbidden(
                Reason(
                    DraftingSentence.anotherPartner, ["partners": .list(partners), "partner": .text(proposer)]),
                who: writers.uniqued.map { Capable(role: $0, partner: proposer) })
        }
        let decidedAt = try context.decidedAt(given)
        try mustBeMember(proposer, on: decidedAt.date)
        try mustWrite(fields, definition)
        let checked = try check(fields, definition, as: context.isRecorded ? .recorded : .new)
        return [
            EventDraft(
                Event.Drafted(opening(reference, proposer, checked)), from: nil, to: definition.initial,
                decidedAt: decidedAt, actor: Actor(account: context.account, office: office))
        ]
    }

    func importRecord(_ record: ImportedRecord) throws(Refusal) -> [EventDraft] {
        let role = context.registry.settings?.accountRole
        guard let office = context.offices.first(where: { $0.role == role }) else {
            throw .forbidden(
                .onlyAdministrators(may: DraftingSentence.toImport), who: role.map { [Capable(role: $0)] } ?? [])
        }
        let (reference, definition) = try self.definition(record.lifecycle)
        if let partner = record.partner, context.registry.partners[partner] == nil {
            throw .badField("partner", context.registry.notPartner(partner))
        }
        guard record.isArchive || record.partner != nil else {
            throw .badField("partner", "a draft needs the partner that proposes it")
        }
        if !record.isArchive, let partner = record.partner { try mustBeMember(partner, on: context.now.date) }
        try check(record)
        let manner: FormValues.Manner = record.isArchive ? .archive : .new
        let checked = try check(record.fields, definition, as: context.isRecorded ? .recorded : manner)
        if record.isArchive, !context.isRecorded { try mustBePast(checked) }
        var opening = opening(reference, record.partner, checked)
        opening.source = record.source
        opening.year = record.year
        let actor = Actor(account: context.account, office: office)
        func draft(_ body: some OpeningBody) -> [EventDraft] {
            [EventDraft(body, from: nil, to: definition.initial, decidedAt: context.now, actor: actor)]
        }
        return record.isArchive ? draft(Event.Archived(opening)) : draft(Event.Drafted(opening))
    }

    /// The archive is of past activities. What a version before took in is judged as it was then.
    private func mustBePast(_ fields: JSONObject) throws(Refusal) {
        for key in ["starts", "ends"] {
            guard let day = fields[key]?.string.flatMap({ CivilDate($0) }), day > context.now.date else { continue }
            throw .badField(
                key,
                "\(day) is still to come; only past activities enter the archive: correct the day, or import it as a draft"
            )
        }
    }

    private func definition(_ id: String?) throws(Refusal) -> (LifecycleReference, LifecycleDefinition) {
        let current = context.registry.currentLifecycles
        guard let name = id ?? (current.count == 1 ? current.keys.first : nil) else {
            throw .badField("lifecycle", "say which of \(current.keys.sorted().joined(separator: ", "))")
        }
        guard let digest = current[name], let definition = context.registry.lifecycles[digest] else {
            throw .badField("lifecycle", "\"\(name)\" is not loaded in this forum")
        }
        return (LifecycleReference(id: name, version: definition.version, digest: digest), definition)
    }

    /// A field that belongs to an office is left to it, from the first text on.
    private func mustWrite(_ fields: JSONObject, _ definition: LifecycleDefinition) throws(Refusal) {
        for key in fields.keys {
            let writers = (definition.form.field(key)?.writers ?? []).compactMap { definition.role($0) }
            guard !writers.isEmpty else { continue }
            let held = writers.flatMap(\.heldBy)
            guard context.offices.contains(where: { held.contains($0.role) }) else {
                let labels = writers.map(\.label).joined(separator: " or ")
                throw Refusal(.forbidden, "\"\(key)\" is written by \(labels)", field: key)
            }
        }
    }

    private func mustBeMember(_ partner: String, on day: CivilDate) throws(Refusal) {
        guard context.registry.partners[partner]?.isMember(on: day) ?? false else {
            let when = day == context.now.date ? "today" : "on \(day)"
            throw .badField("partner", "\(partner) is not a member of this forum \(when)")
        }
    }

    /// What a record brings besides its fields. Its source is kept as it came, so it must fit into an event.
    private func check(_ record: ImportedRecord) throws(Refusal) {
        if let year = record.year {
            let first = context.isRecorded ? 1 : CivilDate.firstYear
            guard (first...9999).contains(year) else {
                throw .badField("year", "give a year from \(first) to 9999")
            }
            guard !record.isArchive || year <= context.now.date.year else {
                throw .badField("year", "\(year) is still to come; only past activities enter the archive")
            }
        }
        let inEvent = JSONValue.array([.array([record.source])])
        if let fault = inEvent.profileFault { throw .badField("source", "it cannot be kept: \(fault)") }
        guard record.source.canonicalBytes.count <= Drafting.textLimit else {
            throw .badField("source", "at most \(Drafting.textLimit) bytes are kept")
        }
        guard !PlainText.holdsCommitment(record.source) else {
            throw .badField("source", "a text must not begin with \"\(PlainText.commitmentPrefix)\"")
        }
    }

    private func check(
        _ fields: JSONObject, _ definition: LifecycleDefinition, as manner: FormValues.Manner
    ) throws(Refusal) -> JSONObject {
        let checked = try FormValues(context.registry, definition, as: manner).fields(fields, mayClear: false)
        if definition.form.field("title") != nil, checked["title"] == nil {
            throw .badField("title", "a draft needs at least a title")
        }
        guard checked.canonicalBytes.count <= Drafting.textLimit else {
            throw .badField("fields", "the whole text is at most \(Drafting.textLimit) bytes")
        }
        return checked
    }

    private func opening(_ reference: LifecycleReference, _ proposer: String?, _ fields: JSONObject) -> Opening {
        Opening(lifecycle: reference, proposer: proposer, fields: fields, textDigest: textDigest(fields))
    }
}
