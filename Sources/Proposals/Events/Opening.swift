package import CanonicalJSON

/// What every proposal begins with: its text, and where it comes from.
package struct Opening: Sendable, Hashable {
    package var lifecycle: LifecycleReference
    /// Nil only where the proposer of an archive record is not known.
    package var proposer: String?
    package var fields: JSONObject
    package var textDigest: String
    /// Where an imported record came from, as it came; nil of what was drafted here.
    package var source: JSONValue?
    /// The year of an imported record's activity, where one was given.
    package var year: Int?
}

extension Opening {
    init(_ data: EventReader) throws(EventError) {
        lifecycle = try LifecycleReference(json: try data.object("lifecycle"))
        proposer = data.optionalText("proposer")
        fields = try data.object("fields")
        textDigest = try data.text("text_digest")
        source = data.value("source")
        year = data.optionalInteger("year")
    }

    var data: JSONObject {
        var data: JSONObject = [
            "lifecycle": .object(lifecycle.json), "proposer": .optional(proposer), "fields": .object(fields),
            "text_digest": .string(textDigest),
        ]
        if let source { data["source"] = source }
        if let year { data["year"] = .integer(Int64(year)) }
        return data
    }

    /// The import of this record, where it has a source.
    func importing(isArchive: Bool) -> Command? {
        source.map {
            .importRecord(
                ImportedRecord(
                    lifecycle: lifecycle.id, partner: proposer, fields: fields, isArchive: isArchive, year: year,
                    source: $0))
        }
    }
}

extension EventDraft {
    /// The fields that it writes into the text, where it drafts or revises; nil of anything else.
    package var writtenFields: JSONObject? {
        switch kind.body {
        case .opening(let type): (try? type.init(data))?.opening.fields
        case .proposal: body(Event.Revised.self)?.changes
        case .registry: nil
        }
    }
}

extension Event {
    /// Whether it begins a proposal that comes from a list kept elsewhere.
    package var isImport: Bool {
        switch kind.body {
        case .opening(let type): type.origin == .archive || (try? type.init(data))?.opening.source != nil
        case .proposal, .registry: false
        }
    }
}
