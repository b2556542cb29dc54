import CanonicalJSON
import DefinitionFiles
import LineClient
import LineProtocol
import Terminal

/// Where the tour is printed: every line of it begins with the trial's mark.
struct TourStage: Sendable {
    let forum: String
    let mark: String
    let connection: ConnectionOptions
    let console: Console
    let labels: LifecycleLabels
    /// Whether lines are printed whole, however much they repeat.
    let isWhole: Bool

    private var paint: Paint { Paint(console.output) }
    /// The same without a width: the mark stands before each line.
    private var narrow: Paint {
        var traits = console.output
        traits.columns = traits.columns.map { max(40, $0 - mark.columns - 4) }
        return Paint(traits)
    }

    /// What happens, for the reader.
    func say(_ text: String) {
        for line in TerminalText.block(text).wrapped(to: narrow.traits.columns) { say(lines: [line]) }
    }

    func heading(_ text: String) { say(lines: ["", paint.bold("== " + TerminalText.line(text))]) }

    func sent(_ line: String, _ name: String) { wire(line, name, ">") }

    /// A reply; where it answers a line much like an earlier one, the earlier answer.
    func received(_ line: String, _ name: String, like earlier: JSONObject? = nil) {
        if let earlier, !isWhole { return wire(WireText.short(line, like: earlier), name, "<") }
        wire(line, name, "<")
    }

    /// An answer in words, where a person would not read it off the line.
    func explain(_ verb: String, _ answer: Answer) throws {
        switch answer.result {
        case .failure(let failure): say(lines: FailureText(narrow, program: "").lines(failure), indent: 4)
        case .success(let object):
            switch verb {
            case "REPLAY", "SHOW": say(lines: ShowPage(ShownProposal(object), labels, narrow).head, indent: 4)
            case "WHY":
                let page = WhyPage(
                    answer.rows.map { Verbs.Why.Row($0) }, Verbs.Why.End(object), labels, narrow)
                say(lines: page.brief, indent: 4)
            case "HISTORY":
                let events = answer.rows.map { ShownEvent($0) }
                say(lines: HistoryPage(events, ShownProposal(object), labels, narrow).lines, indent: 4)
            case "LIST": say(lines: try Tables.proposals(answer.rows.map { ListedProposal($0) }, narrow), indent: 4)
            default: break
            }
        }
    }

    private func wire(_ line: String, _ name: String, _ sign: String) {
        let text = WireText.masked(isWhole ? line : WireText.short(line))
        say(lines: ["\(paint.cyan(name)) \(sign) \(text)"])
    }

    private func say(lines: [String], indent: Int = 0) {
        let space = String(repeating: " ", count: indent)
        for line in lines {
            console.line(line.isEmpty ? paint.dim(mark) : "\(paint.dim(mark))  \(space)\(line)")
        }
    }
}
