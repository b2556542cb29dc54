import CanonicalJSON
import LineProtocol

/// What a command that takes a transition and one that records a fact share.
extension GivenWords {
    /// The proposal and the act that the words name.
    func refAndAct(_ what: String, usage: String) throws -> (ref: String, act: String) {
        guard words.count == 2 else {
            throw CommandFailure.usage(
                words.count < 2
                    ? "say which proposal and which \(what): \(usage)"
                    : "\"\(PlainText.line(words[2]))\" is too much; \(usage) --option value")
        }
        return (words[0], words[1])
    }
}

extension ClientSession {
    /// Sends an act on a proposal, with the options given read by the proposal's lifecycle, and prints the answer.
    func send(
        _ verb: Verb, _ ref: String, _ act: String, _ given: GivenWords, _ write: WriteOptions,
        inputs: (_ definition: JSONObject) throws -> ActInputs
    ) async throws {
        var object: JSONObject?
        if !given.options.isEmpty {
            let proposal = try await ask(.show, [ref]).object
            object = ActInputs.apart(
                try inputs(try await definition(of: proposal)).object(given.options), from: ["signature"])
        }
        let answer = try await ask(verb, [ref, act], key: write.key, if: write.version, object: object)
        printWrite(answer.object)
    }
}
