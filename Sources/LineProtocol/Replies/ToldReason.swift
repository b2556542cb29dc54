package import CanonicalJSON

/// What a finding says without words: a code (`consensus.notHeard`) and the values that its sentence names.
package struct ToldReason: ReplyPart {
    package var code = ""
    /// By name: texts, numbers, lists of texts, or a part of the sentence with a code and values of its own.
    package var values: JSONObject = [:]

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("code", &code)
        coder.object("values", &values, else: [:])
    }
}
