/// Something in a proven history that should not be there.
package struct Irregularity: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An event is not of the form that events have.
        case form
        /// An event does not follow the one before it in its stream.
        case chain
        /// The lifecycle does not allow the step.
        case step
        /// The actor did not hold the office, or the office does not allow the act.
        case office
        /// The event says that it was recorded at another time than the witnesses' signatures allow.
        case time
        /// A person's signature does not fit the act, or is by a key that was not theirs.
        case signature
    }

    package let kind: Kind
    /// The event's place in the record.
    package let index: Int64
    package let stream: String
    package let sentence: String

    package init(_ kind: Kind, at index: Int64, in stream: String, _ sentence: String) {
        self.kind = kind
        self.index = index
        self.stream = stream
        self.sentence = sentence
    }

    package var description: String { "event \(index) (\(stream)), \(kind.rawValue): \(sentence)" }
}
