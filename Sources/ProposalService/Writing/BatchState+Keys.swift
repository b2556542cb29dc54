import CanonicalJSON
import Proposals

/// Requests with a key: done once, answered as often as they are asked.
extension BatchState {
    /// What a request that came before, with this key, was answered; a key that was used for another request is refused.
    func again(
        _ earlier: StoredAnswer, _ key: RequestKey, _ pending: PendingWrite
    ) throws(ServiceFailure) -> Decided {
        guard earlier.bodyDigest == pending.bodyDigest else {
            let place = BatchState.place(of: earlier)
            let words = place["ref"]?.string.map { "on \($0)" } ?? "in \(earlier.forum)"
            throw ServiceFailure(
                .keyReused, "this key was used for another request, \(words); use a new key for a new request",
                details: place)
        }
        guard let bytes = earlier.answer, let object = (try? JSONValue.parse(bytes))?.object else {
            throw ServiceFailure(.keySpent, "this request was done, and its answer is not kept; use a new key")
        }
        let firstEvent = writes.answers.first { $0.key == key }?.firstEvent
        return .repeated(object, earlier: earlier, firstEvent: firstEvent)
    }

    /// What an earlier request was about: the proposal, as far as its answer is kept, or the forum. Its account was told so then.
    private static func place(of earlier: StoredAnswer) -> JSONObject {
        let answer = earlier.answer.flatMap { try? JSONValue.parse($0) }?.object
        if let ref = answer?["ref"] { return ["ref": ref] }
        return ["forum": .string(earlier.forum)]
    }

    /// Keeps an answer under its key; without the answer, that the request was done.
    mutating func remember(
        _ answer: JSONObject?, _ key: RequestKey, _ pending: PendingWrite, _ firstEvent: Int?
    ) {
        let bytes = answer?.canonicalBytes
        answers[key] = StoredAnswer(
            forum: forum, bodyDigest: pending.bodyDigest, answer: bytes, position: nil)
        writes.answers.append(
            NewAnswer(key: key, bodyDigest: pending.bodyDigest, answer: bytes, firstEvent: firstEvent))
    }
}
