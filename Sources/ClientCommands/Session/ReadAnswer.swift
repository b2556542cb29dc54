import CanonicalJSON
import LineProtocol
import Terminal

/// What a verb that reads was answered: in its own types, and as it was sent.
struct ReadAnswer<Asked: ReadVerb>: Sendable {
    /// The answer as it was sent, for programs that read the output.
    let sent: (rows: [JSONObject], object: JSONObject)

    var rows: [Asked.Row] {
        get throws { try sent.rows.map { try ReadAnswer.read($0) } }
    }

    var end: Asked.End {
        get throws { try ReadAnswer.read(sent.object) }
    }

    /// The rows of a verb that answers rows of several kinds, as those of one.
    func rows<Part: ReplyPart>(as kind: Part.Type) throws -> [Part] { try sent.rows.map { try ReadAnswer.read($0) } }

    /// A row or an end in which everything stands that its type needs.
    static func read<Part: ReplyPart>(_ object: JSONObject) throws -> Part {
        do throws(MissingMember) { return try Part(whole: object) } catch {
            throw CommandFailure.otherVersion(Asked.name, error)
        }
    }
}

extension CommandFailure {
    /// That a server's answer lacks what this program knows it to have.
    static func otherVersion(_ verb: String, _ missing: MissingMember) -> CommandFailure {
        .notDone([
            TerminalText.line(
                "the server is of another version: its answer to \(verb) has no \"\(missing.name)\"; use the chancery "
                    + "program that belongs to the server")
        ])
    }
}

extension ClientSession {
    /// The answer to a request that must succeed.
    func read<Asked: ReadVerb>(_ asked: Asked) async throws -> ReadAnswer<Asked> {
        ReadAnswer(sent: try await ask(asked))
    }

    /// The rows of all pages of a list, or of one page; the end is the last page's with the whole count.
    func pages<Asked: ReadVerb>(
        _ asked: Asked, all: Bool = true
    ) async throws -> ReadAnswer<Asked> where Asked.End: PagedEnd {
        var request = try ClientSession.request(asked)
        var rows: [JSONObject] = []
        while true {
            let page = ReadAnswer<Asked>(sent: try await ask(request))
            rows += page.sent.rows
            guard all, let next = Asked.End(page.sent.object).next, !page.sent.rows.isEmpty,
                next != request.options["after"]
            else {
                var last = page.sent.object
                last["count"] = .integer(Int64(rows.count))
                return ReadAnswer(sent: (rows, last))
            }
            request.options["after"] = next
        }
    }

    /// Writes an answer: as JSON for programs, else as the lines given.
    func print(_ answer: ReadAnswer<some ReadVerb>, _ lines: @autoclosure () throws -> [String]) rethrows {
        try print(answer.sent.rows, answer.sent.object, try lines())
    }

    /// Writes the end of an answer alone: as JSON for programs, else as the lines given, which are folded.
    func printEnd(_ answer: ReadAnswer<some ReadVerb>, _ lines: @autoclosure () throws -> [String]) rethrows {
        try print([], answer.sent.object, paint.folded(try lines()))
    }

    /// Writes an answer as lines of JSON.
    func printJSON(_ answer: ReadAnswer<some ReadVerb>) { printJSON(answer.sent.rows, answer.sent.object) }

    /// A proposal as it is now.
    func proposal(_ ref: String) async throws -> ShownProposal {
        try await read(Verbs.Show(ref: ref)).proposal
    }
}

extension ReadAnswer<Verbs.Show> {
    /// The proposal that it shows.
    var proposal: ShownProposal {
        get throws { try end.proposal ?? ShownProposal() }
    }
}
