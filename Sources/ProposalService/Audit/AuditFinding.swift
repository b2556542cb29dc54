/// The first place at which a forum's tables differ from its events.
package struct AuditFinding: Error, Sendable, Hashable {
    /// One clear sentence.
    package let sentence: String
    /// The position of the event that it concerns, where it concerns one.
    package let position: Int64?
    /// The proposal that it concerns, where it concerns one.
    package let ref: String?
    /// Whether the record itself differs, not only what is made from it: then nothing more may be written to it.
    package let concernsRecord: Bool

    init(_ sentence: String, at position: Int64? = nil, of ref: String? = nil, concernsRecord: Bool = true) {
        self.sentence = sentence
        self.position = position
        self.ref = ref
        self.concernsRecord = concernsRecord
    }

    /// A difference of what stands beside the record, which is as it was signed all the same.
    static func beside(_ sentence: String, at position: Int64? = nil, of ref: String? = nil) -> AuditFinding {
        AuditFinding(sentence, at: position, of: ref, concernsRecord: false)
    }
}
