/// A template as it was read: what stands in it, and the places in which values go.
///
/// Templates are Mustache, as far as pages need it: values, sections, inverted sections, and templates within templates, one of them named by a
/// value. All values are escaped; there is no way to write one that is not.
struct PageTemplate: Sendable {
    indirect enum Piece: Sendable {
        case text([UInt8])
        /// `{{name}}`
        case value(TemplatePath)
        /// `{{#name}}…{{/name}}`: once for each value of a list, and for any other that is there.
        case section(TemplatePath, [Piece])
        /// `{{^name}}…{{/name}}`: where nothing is there.
        case absence(TemplatePath, [Piece])
        /// `{{>name}}`
        case template(String)
        /// `{{>*name}}`: the template that a value names.
        case chosen(TemplatePath)
    }

    let pieces: [Piece]

    init(_ text: String) throws(TemplateFault) {
        var parser = TemplateParser(text)
        pieces = try parser.template()
    }
}

/// What a template calls a value: a name, or several with dots between them, of which each is a member of the one before; `.` is the value that
/// a section is about.
struct TemplatePath: Sendable {
    /// None for `.`.
    let names: [TemplateName]

    init(_ text: String) {
        names = text == "." ? [] : text.split(separator: ".").map { TemplateName(String($0)) }
    }
}

struct TemplateName: Sendable {
    let text: String
    /// What `hasName` asks about.
    let subject: String?

    init(_ text: String) {
        self.text = text
        let rest = text.hasPrefix("has") ? text.dropFirst(3) : ""
        subject = rest.isEmpty ? nil : rest.prefix(1).lowercased() + rest.dropFirst()
    }
}

/// Why a template cannot be read.
struct TemplateFault: Error, Hashable {
    let sentence: String
}
