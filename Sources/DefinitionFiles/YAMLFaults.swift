import DefinitionTree
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
            return at(line ?? 0, "not YAML: there is a control character here; remove it")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return at(
                context.mark.line,
                duplicates.count == 1
                    ? "the key \(keys) appears twice in one map"
                    : "the keys \(keys) appear twice in one map; perhaps a line that begins an element is missing")
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
            ("found a tab character", "the indent holds a tab; indent with spaces"),
            (
                "mapping values are not allowed",
                "this line has a second \": \", or it is indented too far; put the value in quotes, or align the line"
            ),
            ("could not find expected ':'", "this key has no \": \" after it; write key: value"),
            (
                "did not find expected key",
                "this line does not continue what is above it; align it, and put a value that begins with a quote "
                    + "wholly in quotes"
            ),
            (
                "did not find expected '-'",
                "this line does not continue the list above it; begin it with \"- \" or align it"
            ),
            ("did not find expected ',' or ']'", "a list in [ ] lacks a comma or its closing ]"),
            ("did not find expected ',' or '}'", "a map in { } lacks a comma or its closing }"),
            ("found unexpected end of stream", "a quote is opened here and never closed"),
            (
                "found unknown escape character",
                "in double quotes a backslash begins an escape, and this is not a valid one; write \\\\ or use single quotes"
            ),
            ("block sequence entries are not allowed", "a list begins on a line of its own below its key"),
            (
                "did not find expected <document start>",
                "this line is indented less than the first one, or follows the end"
            ),
            ("did not find expected comment or line break", "after | or > the text begins on the next line"),
            ("found undefined alias", "put a text that begins with * in quotes; aliases are not supported"),
            ("found undefined tag handle", "put a text that begins with ! in quotes; tags are not supported"),
            ("did not find expected alphabetic", "put a text that begins with & or * in quotes"),
            ("expected a single document", "the file holds several documents (---); one is read"),
        ]
        if problem.hasPrefix("found character that cannot start any token") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = mark.line >= 1 && mark.line <= lines.count ? lines[mark.line - 1] : ""
            let blank = line.prefix { $0 == " " || $0 == "\t" }
            if blank.contains("\t") { return "not YAML: the indent holds a tab; indent with spaces" }
            return "not YAML: put a value that begins with @, ` or % in quotes"
        }
        return plain.first { problem.hasPrefix($0.beginning) }.map { "not YAML: " + $0.sentence }
    }
}
