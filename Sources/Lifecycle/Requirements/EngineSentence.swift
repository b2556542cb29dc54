/// What is said that no requirement of a lifecycle makes. Each room of the engine and of the server has its own sentences, beside the
/// rule that says them; a code is the room's name and the case's: `deadline.passed`.
package protocol EngineSentence: FindingSentence {
    /// What the codes begin with: no two rooms, and no room and no requirement, share a code.
    static var room: String { get }
}

extension Finding {
    /// A finding of a rule that stands in no lifecycle.
    package init(
        rule: String, requirement: String, label: String, isMet: Bool, _ reason: Reason, who: [Capable] = [],
        subjects: [String] = []
    ) {
        self.init(
            requirement: requirement, label: label, isMet: isMet, reasons: [reason], rule: rule, who: who,
            subjects: subjects)
    }
}
