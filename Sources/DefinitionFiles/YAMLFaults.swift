import Lifecycle
import Yams

/// What is wrong with text that is no YAML, in plain words.
struct YAMLFaults {
    let text: String
    let file: String

    func fault(of error: YamlError) -> DefinitionFault {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // What is never closed is looked for where it was opened, not at the end of the file.
            let isUnclosed = problem.hasPrefix("found unexpected end of stream")
            let line = isUnclosed ? context?.mark.line ?? mark.line : mark.line
            return at(line, sentence(problem, mark) ?? "not YAML: \(context.map { "\($0.text) " } ?? "")\(problem)")
        case .reader(_, let offset, _, _):
            let line = offset.map { 1 + text.utf8.prefix($0).count { $0 == UInt8(ascii: "\n") } }
            return at(line ?? 0, "not YAML: a control character stands here; leave it out")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return at(
                context.mark.line,
                duplicates.count == 1
                    ? "the key \(keys) stands twice in one map"
                    : "the keys \(keys) stand twice in one map; perhaps a line that begins an element is missing")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return at(0, "cannot be read as YAML: \(error)")
        }
    }

    private func at(_ line: Int, _ sentence: String) -> DefinitionFault {
        DefinitionFault(file: file, line: line, sentence: sentence)
    }

    /// The reader's own words, said for whoever wrote the file; nil for those that are seldom met.
    private func sentence(_ problem: String, _ mark: Mark) -> String? {
        let plain: [(beginning: String, sentence: String)] = [
            ("found a tab character", "a tab stands in the indent; indent with spaces"),
            (
                "mapping values are not allowed",
                "a second \": \" stands in this line, or the line is indented too far; put the value in quotes, or align the line"
            ),
            ("could not find expected ':'", "this key has no \": \" after it; write key: value"),
            (
                "did not find expected key",
                "this line does not go on with what stands above; align it, and put a value that begins with a quote "
                    + "wholly in quotes"
            ),
            (
                "did not find expected '-'",
                "this line does not go on with the list above; begin it with \"- \" or align it"
            ),
            ("did not find expected ',' or ']'", "a list in [ ] lacks a comma or its closing ]"),
            ("did not find expected ',' or '}'", "a map in { } lacks a comma or its closing }"),
            ("found unexpected end of stream", "a quote is opened here and never closed"),
            (
                "found unknown escape character",
                "in double quotes a backslash begins an escape, and this is none; write \\\\ or use single quotes"
            ),
            ("block sequence entries are not allowed", "a list begins on a line of its own below its key"),
            (
                "did not find expected <document start>",
                "this line is indented less than the first one, or follows the end"
            ),
            ("did not find expected comment or line break", "after | or > the text begins on the next line"),
            ("found undefined alias", "a text that begins with * stands in quotes; aliases are not read here"),
            ("found undefined tag handle", "a text that begins with ! stands in quotes; tags are not read here"),
            ("did not find expected alphabetic", "a text that begins with & or * stands in quotes"),
            ("expected a single document", "the file holds several documents (---); one is read"),
        ]
        if problem.hasPrefix("found character that cannot start any token") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = mark.line >= 1 && mark.line <= lines.count ? lines[mark.line - 1] : ""
            let blank = line.prefix { $0 == " " || $0 == "\t" }
            if blank.contains("\t") { return "not YAML: a tab stands in the indent; indent with spaces" }
            return "not YAML: a value that begins with @, ` or % stands in quotes"
        }
        return plain.first { problem.hasPrefix($0.beginning) }.map { "not YAML: " + $0.sentence }
    }
}
