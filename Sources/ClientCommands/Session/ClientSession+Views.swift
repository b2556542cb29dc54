import ImportFiles
import LineClient
import LineProtocol
import Terminal

extension ClientSession {
    /// A view by its name: its id in any case and with any separator, or the label that people see.
    func view(_ word: String, _ asked: Verbs.View) async throws -> ReadAnswer<Verbs.View> {
        let forum = asked.forum
        var asked = asked
        var refusal: Failure?
        if ClientSession.mayBeId(word) {
            asked.view = word
            let answer = try await answer(to: try ClientSession.request(asked))
            switch answer.result {
            case .success(let object): return ReadAnswer(sent: (answer.rows, object))
            case .failure(let failure):
                guard failure.code == .notFound else { throw CommandFailure.refused(failure) }
                refusal = failure
            }
        }
        let views = try await read(Verbs.View(forum: forum)).rows(as: Verbs.View.Listed.self).map {
            NamedThing(id: $0.view, label: $0.label)
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
        return try await read(asked)
    }

    /// Whether a word can stand in a request line.
    private static func mayBeId(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= 64
            && word.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"=\\{}".utf8.contains($0) }
    }
}
