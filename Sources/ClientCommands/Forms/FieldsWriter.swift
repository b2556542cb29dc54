import CanonicalJSON
import ImportFiles
import Terminal

/// Gathers a proposal's fields from a file, an editor and options.
struct FieldsWriter {
    let form: [FormField]
    let title: String
    /// The partners of the forum, where fields may name some.
    var partners: PartnerLookup?

    /// A file that an editor wrote: kept until what it says has arrived.
    struct Kept {
        let file: String?

        func remove() {
            if let file { Editor.remove(file) }
        }

        /// Runs what sends it; on a failure says where the text still is.
        func keeping<Result>(_ body: () async throws -> Result) async throws -> Result {
            do {
                let result = try await body()
                remove()
                return result
            } catch {
                if let file { Console.current.errorLine("chancery: what you wrote is kept in \(file)") }
                throw error
            }
        }
    }

    /// The commented form.
    func template() -> String { DraftTemplate(form, title: title).text() }

    /// The fields from all sources: the file, then the options, then the editor, which begins with all of them.
    func fields(
        file: String?, texts: [String], editor: Bool, present: JSONObject?, mayClear: Bool, console: Console
    ) throws -> (JSONObject, Kept) {
        var fields = JSONObject()
        if let file {
            do {
                fields = try DraftFile.fields(LocalFile.text(file), file: file, form, partners)
            } catch let fault as FileFault {
                throw CommandFailure.usage("\(TerminalText.line(file)) \(fault.sentence)")
            }
        }
        try DraftFile.apply(texts, to: &fields, form, mayClear: mayClear, partners)
        guard editor else { return (fields, Kept(file: nil)) }
        var start = present ?? JSONObject()
        for member in fields.members { start[member.key] = member.value }
        let template = DraftTemplate(form, title: title).text(values: start)
        let edited = try Editor.edit(template, name: "chancery", console)
        let kept = Kept(file: edited.file)
        func nothing() -> CommandFailure {
            kept.remove()
            return CommandFailure.notDone(["nothing was entered; nothing was sent"])
        }
        guard edited.text != template || !fields.isEmpty, !FieldsWriter.isBlank(edited.text) else { throw nothing() }
        do {
            var written = try DraftFile.fields(edited.text, file: edited.file, form, partners)
            guard !written.isEmpty || present?.isEmpty == false else { throw nothing() }
            for key in DraftFile.besides(form) where written[key] == nil { written[key] = fields[key] }
            return (written, kept)
        } catch {
            guard LocalFile.exists(edited.file) else { throw error }
            console.errorLine("chancery: what you wrote is kept in \(edited.file); correct it and give it as the file")
            throw error
        }
    }

    /// Whether a text holds comments and empty lines alone.
    private static func isBlank(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).allSatisfy { line in
            line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
        }
    }

    /// What must be sent so that one text becomes the other: changed fields, and null for those that were emptied.
    func changes(from present: JSONObject, to wanted: JSONObject) -> JSONObject {
        var changes = JSONObject()
        for member in wanted.members
        where present[member.key] != member.value && !DraftFile.besides(form).contains(member.key) {
            changes[member.key] = member.value
        }
        for key in present.keys where wanted[key] == nil { changes[key] = .null }
        return changes
    }
}
