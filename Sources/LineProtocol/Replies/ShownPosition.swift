package import CivilTime

/// What a partner said.
package struct ShownPosition: ReplyPart {
    package var partner = ""
    /// In a list of one round, where positions do not stand under their stances.
    package var stance: String?
    package var decidedAt: Instant?
    package var recordedAt: Instant?
    package var by: ShownActor?
    package var textDigest: String?
    package var reason: String?
    /// What would lift it.
    package var resolves: String?
    /// Decided after the deadline.
    package var isLate = false
    /// Decided in time, recorded after the deadline.
    package var isRecordedLate = false
    package var relayed: ShownRelay?
    /// The members that were too long for one line.
    package var leftOut: [String]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("partner", &partner)
        coder.text("stance", &stance)
        coder.instant("decided_at", &decidedAt)
        coder.instant("recorded_at", &recordedAt)
        coder.part("by", &by)
        coder.text("text_digest", &textDigest)
        coder.text("reason", &reason)
        coder.text("resolves", &resolves)
        coder.mark("late", &isLate)
        coder.mark("recorded_late", &isRecordedLate)
        coder.part("relayed", &relayed)
        coder.texts("left_out", &leftOut)
    }
}

/// The note or the mail from which a position was relayed.
package struct ShownRelay: ReplyPart {
    package var from = ""
    package var receivedAt: Instant?
    package var digest: String?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("from", &from)
        coder.instant("received_at", &receivedAt)
        coder.text("digest", &digest)
    }
}
