import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// What a verb that writes was answered: in its own type, and as it was sent.
struct WrittenAnswer<Asked: WriteVerb>: Sendable {
    /// The answer as it was sent, for programs that read the output.
    let sent: JSONObject

    init(sent: JSONObject) { self.sent = sent }

    /// The answer to a request of many; throws where it was refused.
    init(_ answer: Answer) throws(CommandFailure) {
        switch answer.result {
        case .success(let object): sent = object
        case .failure(let failure): throw .refused(failure)
        }
    }

    var written: Asked.Written {
        get throws(CommandFailure) {
            do throws(MissingMember) { return try Asked.Written(whole: sent) } catch {
                throw .done(Asked.name, byOtherVersion: error)
            }
        }
    }
}

extension CommandFailure {
    /// That the answer to a write, which was done, lacks what this program knows it to have.
    static func done(_ verb: String, byOtherVersion missing: MissingMember) -> CommandFailure {
        .notDone([
            TerminalText.line(
                "\(verb) was done, but the server is of another version: its answer has no \"\(missing.name)\"; use the "
                    + "chancery program that belongs to the server")
        ])
    }
}

extension ClientSession {
    /// The answer to a write that must succeed.
    func write<Asked: WriteVerb>(
        _ asked: Asked, key: String? = nil, if version: Int64? = nil
    ) async throws -> WrittenAnswer<Asked> {
        WrittenAnswer(sent: try await ask(try ClientSession.request(asked, key: key, if: version)).object)
    }

    /// The same with what every command that writes is given.
    func write<Asked: WriteVerb>(_ asked: Asked, _ options: WriteOptions) async throws -> WrittenAnswer<Asked> {
        try await write(asked, key: options.key, if: options.version)
    }

    /// Writes what a write was answered: as JSON for programs, else as lines that are made of it.
    func print<Asked>(_ answer: WrittenAnswer<Asked>, _ lines: (Asked.Written) throws -> [String]) throws {
        try print(answer.sent, try lines(try answer.written))
    }

    /// Writes what a write of a proposal was answered, and which words of the command line were sent as others.
    func printWrite<Asked>(
        _ answer: WrittenAnswer<Asked>, taken: [TakenWord] = []
    ) throws where Asked.Written: ProposalReply {
        try print(answer) { WriteText(paint).lines($0) + taken.map { "  " + $0.sentence } }
    }

    /// Writes what a write of a registry was answered, and of what it was.
    func printWrite<Asked>(
        _ answer: WrittenAnswer<Asked>, of what: String
    ) throws where Asked.Written: RegistryReply {
        try print(answer) { RegistryText.lines($0.registry, what, paint) }
    }
}
