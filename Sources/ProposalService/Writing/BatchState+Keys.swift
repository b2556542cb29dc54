import CanonicalJSON
import Proposals

/// Requests with a key: done once, answered as often as they are asked.
extension BatchState {
    /// What a request that came before, with this key, was answered; a key that was used for another request is refused.
    func again(
        _ earlier: StoredAnswer, _ key: RequestKey, _ pending: PendingWrite
    ) throws(ServiceFailure) -> Decided {
        guard earlier.bodyDigest == pending.bodyDigest else {
            throw ServiceFailure(
                .keyReused, "this key was used for another request; use a new key for a new request",
                details: BatchState.place(of: earlier))
        }
        guard let bytes = earlier.answer, let object = (try? JSONValue.parse(bytes))?.object else {
            throw ServiceFailure(.keySpent, "this request was done, and its answer is not kept; use a new key")
        }
        let firstEvent = writes.answers.first { $0.key == key }?.firstEvent
        return .repeated(object, earlier: earlier, firstEvent: firstEvent)
    }

    /// What an earlier request was about, as far as its answer is kept: the proposal, or the forum whose registry it changed.
    private static func place(of earlier: StoredAnswer) -> JSONObject {
        guard let bytes = earlier.answer, let answer = (try? JSONValue.parse(bytes))?.object else { return [:] }
        var place: JSONObject = [:]
        for name in ["ref", "forum"] { place[name] = answer[name] }
        return place
    }

    /// Keeps an answer under its key; without the answer, that the request was done.
    mutating func remember(
        _ answer: JSONObject?, _ key: RequestKey, _ pending: PendingWrite, _ firstEvent: Int?
    ) {
        let bytes = answer?.canonicalBytes
        answers[key] = StoredAnswer(bodyDigest: pending.bodyDigest, answer: bytes, position: nil)
        writes.answers.append(
            NewAnswer(key: key, bodyDigest: pending.bodyDigest, answer: bytes, firstEvent: firstEvent))
    }
}
