import CanonicalJSON
import ImportFiles
import LineClient
import LineProtocol
import Terminal

extension ClientSession {
    /// A view by its name: its id in any case and with any separator, or the label that people see.
    func view(
        _ word: String, _ asked: Verbs.View
    ) async throws -> (rows: [JSONObject], object: JSONObject) {
        let forum = asked.forum
        var asked = asked
        var refusal: Failure?
        if ClientSession.mayBeId(word) {
            asked.view = word
            let answer = try await answer(to: try ClientSession.request(asked))
            switch answer.result {
            case .success(let object): return (answer.rows, object)
            case .failure(let failure):
                guard failure.code == .notFound else { throw CommandFailure.refused(failure) }
                refusal = failure
            }
        }
        let views = try await ask(Verbs.View(forum: forum)).rows.compactMap { row in
            row["view"]?.string.map { NamedThing(id: $0, label: row["label"]?.string ?? $0) }
        }
        if let refusal, views.contains(where: { $0.id == word }) { throw CommandFailure.refused(refusal) }
        guard let id = NamedThing.id(of: word, in: views) else {
            let advice = NamedThing.advice(word, in: views)
            let known = views.map(\.id).joined(separator: ", ")
            throw CommandFailure.usage(
                TerminalText.line("\"\(word)\" is not the name of a view of \(forum)")
                    + (known.isEmpty
                        ? "" : TerminalText.line(advice.isEmpty ? "; it has \(known)" : "\(advice) It has \(known)")))
        }
        asked.view = id
        return try await ask(asked)
    }

    /// Whether a word can stand in a request line.
    private static func mayBeId(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= 64
            && word.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"=\\{}".utf8.contains($0) }
    }
}
