/// What findings say that no requirement of a lifecycle's makes: of the state, the office, the inputs.
enum EngineSentence: String, FindingSentence {
    case inState = "the proposal is {state}"
    case inOtherState = "the proposal is {state}, and this starts from {states|or}"
    case mayAct = "you may act as {roles|or}"
    case mayNotAct = "only {roles|or} may do this"
    case inputMissing = "\"{input}\" must be given: {label}"
    case recordedOnce = "\"{fact}\" is already recorded and stands once"
}

/// What a rule of the server says in words of its own.
package enum PlainSentence: String, FindingSentence {
    case said = "{sentence}"
}

extension Finding {
    /// A finding of a rule that stands in no lifecycle, in words of its own.
    package init(
        rule: String, requirement: String, label: String, isMet: Bool, says sentence: String, who: [Capable] = [],
        subjects: [String] = []
    ) {
        self.init(
            requirement: requirement, label: label, isMet: isMet, reasons: [Reason(saying: sentence, requirement)],
            rule: rule, who: who, subjects: subjects)
    }
}

extension Reason {
    /// A sentence of the rule's own.
    package init(saying sentence: String, _ rule: String) {
        self.init(rule, PlainSentence.said, ["sentence": .text(sentence)])
    }
}
