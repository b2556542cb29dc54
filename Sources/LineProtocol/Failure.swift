package import CanonicalJSON

/// The end of a request that did not succeed, or the reason in a `BYE`: a code, what may be done, and the facts.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The code as it stands in the line; a newer server may send one that ``ErrorCode`` does not know.
    package let codeText: String
    package let retry: Retry
    package let effect: Effect

    /// `message`, `do` and whatever else the code brings, such as `unmet`.
    package let object: JSONObject

    /// A failure of the registry; `retry`, `effect` and the advice are the registry's unless given.
    package init(
        _ code: ErrorCode, _ message: String, advice: String? = nil, details: JSONObject = JSONObject(),
        retry: Retry? = nil, effect: Effect? = nil
    ) {
        var object = details
        object["message"] = .string(message)
        object["do"] = .string(advice ?? code.entry.remedy)
        self.init(
            codeText: code.rawValue, retry: retry ?? code.entry.retry, effect: effect ?? code.entry.effect,
            object: object)
    }

    /// A failure as it was read from a line.
    package init(codeText: String, retry: Retry, effect: Effect, object: JSONObject) {
        self.codeText = codeText
        self.retry = retry
        self.effect = effect
        self.object = object
    }

    /// The code of the registry, nil when this client does not know it.
    package var code: ErrorCode? { ErrorCode(rawValue: codeText) }

    /// What was wrong, as one sentence.
    package var message: String { object["message"]?.string ?? "" }

    /// What to do about it, as one sentence.
    package var advice: String { object["do"]?.string ?? "" }

    package var description: String {
        [codeText + ":", message, advice].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The object of a `BYE` notice: the code and the facts.
    package var notice: JSONObject {
        var notice = object
        notice["code"] = .string(codeText)
        return notice
    }
}
