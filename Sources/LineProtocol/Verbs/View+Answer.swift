package import CanonicalJSON
package import CivilTime

extension Verbs.View: ReadVerb {
    /// A row of a view, which has a member for each of its columns. A list of views has a ``Listed`` in each row, a text a ``TextPart``.
    package struct Row: ReplyPart {
        package var values: JSONObject = [:]

        package init() {}

        /// What a part of another kind holds.
        package init(of part: some ReplyPart) { values = part.object }

        package mutating func members(_ coder: inout ReplyCoder) { coder.whole(&values) }
    }

    /// A view of the forum, and how it can be asked for.
    package struct Listed: ReplyPart {
        package var view = ""
        package var label = ""
        package var kind = ""
        /// What it shows.
        package var about = ""
        /// Whether everybody may read it.
        package var isPublic = false
        package var parameters: [String] = []
        /// What it can be written as.
        package var formats: [String] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("view", &view)
            coder.text("label", &label, else: view)
            coder.text("kind", &kind, else: "")
            coder.text("about", &about, else: "")
            coder.flag("public", &isPublic, else: false)
            coder.texts("parameters", &parameters, else: [])
            coder.texts("formats", &formats, else: [])
        }
    }

    package struct End: ReplyPart {
        /// How many rows there are; nil where they are parts of a text.
        package var count: Int?
        /// What is shown; nil where the views were listed.
        package var shown: Shown?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.integer("count", &count)
            if coder.isReading { shown = coder.has("view") ? Shown() : nil }
            shown?.members(&coder)
        }
    }

    /// A view that was made. Its members stand in the answer.
    package struct Shown: ReplyPart {
        package var view = ""
        package var label = ""
        package var kind = ""
        /// When it shows the forum.
        package var of: Instant?
        /// That the forum is a trial.
        package var mark: String?
        /// Nil where it was written as a text.
        package var columns: [Column]?
        /// By what they are sums of; findings among them.
        package var totals: JSONObject?
        /// What it can be written as.
        package var formats: [String]?
        /// The text that it was written as; nil where it has columns.
        package var format: Format?
        package var mediaType: String?
        /// Of the text.
        package var bytes: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("view", &view)
            coder.text("label", &label, else: view)
            coder.text("kind", &kind, else: "")
            coder.instant("of", &of)
            coder.text("mark", &mark)
            coder.parts("columns", &columns)
            coder.object("totals", &totals)
            coder.texts("formats", &formats)
            coder.word("format", &format)
            coder.text("media_type", &mediaType)
            coder.integer("bytes", &bytes)
        }
    }

    /// A column: its key in rows, its heading, and the type of its cells.
    package struct Column: ReplyPart {
        package var key = ""
        package var label = ""
        package var type = ""
        /// What people read where a cell is null.
        package var blank: String?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("key", &key)
            coder.text("label", &label, else: "")
            coder.text("type", &type, else: "")
            coder.text("blank", &blank)
        }
    }
}
