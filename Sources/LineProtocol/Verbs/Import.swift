package import CanonicalJSON

extension Verb { package static let `import` = Verb(Verbs.Import.self) }

extension Verbs {
    /// `IMPORT`: imports one proposal from elsewhere.
    package struct Import: VerbRequest {
        package static let name = "IMPORT"
        package static let shape = VerbShape(
            .write, ["forum"], object: .required, does: "Imports one proposal from elsewhere.")

        package var forum = ""
        package var lifecycle: String?
        package var partner: String?
        package var fields: JSONObject?
        /// Fields that say what a member of the source says: the member's name by the field's. A server reads them as fields.
        package var fieldsFromSource: JSONObject?
        package var archive = false
        package var year: Int?
        /// The record as it was found.
        package var source: JSONValue?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            var kind: String? = Import.kind
            try coder.text("kind", &kind)
            guard kind ?? Import.kind == Import.kind else {
                throw coder.wrong(
                    "kind", "only \"initiative\" can be imported; partners and meetings have verbs of their own")
            }
            try coder.object("fields", &fields)
            _ = try coder.required("fields", fields)
            coder.value("source", &source)
            _ = try coder.required("source", source)
            try coder.object("fields_from_source", &fieldsFromSource)
            if coder.isReading { try takeFieldsFromSource(coder) }
            try coder.text("lifecycle", &lifecycle)
            // Null where there is none: the key of an import stands for what clients have always written.
            try coder.orNull("partner", &partner) { coder, key, text throws(Failure) in try coder.text(key, &text) }
            var isArchive: Bool? = archive
            try coder.flag("archive", &isArchive)
            archive = isArchive ?? false
            try coder.orNull("year", &year) { coder, key, year throws(Failure) in try coder.integer(key, &year) }
        }

        /// The one kind of record that is imported.
        private static let kind = "initiative"

        /// What a field says as the source says it need not be sent twice.
        private mutating func takeFieldsFromSource(_ coder: RequestCoder) throws(Failure) {
            for member in fieldsFromSource?.members ?? [] {
                guard let key = member.value.string, let value = source?[key] else {
                    throw coder.wrong("fields_from_source", "\"\(member.key)\" must name a member of the source")
                }
                guard fields?[member.key] == nil else {
                    throw coder.wrong("fields_from_source", "\"\(member.key)\" is already in \"fields\"")
                }
                fields?[member.key] = value
            }
            fieldsFromSource = nil
        }

        package static func placeToLook(_ request: Request) -> String {
            "LIST \(request.forum)"
        }
    }
}
