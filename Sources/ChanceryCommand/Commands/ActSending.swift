import CanonicalJSON
import LineProtocol
import Proposals

/// What a command that takes a transition and one that records a fact share.
extension GivenWords {
    /// The proposal and the act that the words name.
    func refAndAct(_ what: String, usage: String) throws -> (ref: String, act: String) {
        guard words.count == 2 else {
            throw CommandFailure.usage(
                words.count < 2
                    ? "give the proposal and the \(what): \(usage)"
                    : "unexpected argument \"\(PlainText.line(words[2]))\"; write \(usage) --option value")
        }
        if !RefText.isLike(words[0]), RefText.isLike(words[1]) {
            throw CommandFailure.usage(
                PlainText.line(
                    "the proposal comes first; did you mean: \(usage.split(separator: " ").prefix(2).joined(separator: " ")) \(words[1]) \(words[0])"
                ))
        }
        return (words[0], words[1])
    }
}

extension ClientSession {
    /// Sends an act on a proposal, by its id or its label, with the options given read by the proposal's lifecycle, and prints
    /// the answer. What is final is asked about first, unless `yes` says that it is wanted.
    func send(
        _ verb: Verb, _ ref: String, _ given: GivenWords, _ write: WriteOptions, yes: Bool = true,
        inputs: (_ definition: JSONObject) throws -> ActInputs
    ) async throws {
        let proposal = try await ask(.show, [ref]).object
        let definition = try await definition(of: proposal)
        let inputs = try inputs(definition)
        let meant = try await resolved(inputs.object(given.options), inputs, proposal)
        if !yes, verb == .advance { try FinalAct(inputs.act, proposal, definition)?.confirm(console) }
        let object = ActInputs.apart(meant, from: ["signature"])
        let answer = try await ask(verb, [ref, inputs.act], key: write.key, if: write.version, object: object.orNil)
        printWrite(answer.object, taken: inputs.taken(given.options, as: meant))
    }

    /// The same object with each partner and each meeting that an input names by its id.
    func resolved(_ object: JSONObject, _ inputs: ActInputs, _ proposal: JSONObject) async throws -> JSONObject {
        var object = object
        for input in inputs.inputs {
            guard let word = object[input.key]?.string, let forum = proposal["forum"]?.string else { continue }
            switch input.type {
            case "partner": object[input.key] = .string(try await partner(word, in: forum))
            case "meeting": object[input.key] = .string(try await meeting(word, in: forum))
            default: break
            }
        }
        return object
    }
}
