package import CanonicalJSON
package import CivilTime

/// A fact that was recorded.
package struct ShownFact: ReplyPart {
    package var fact = ""
    package var inputs: JSONObject?
    package var decidedAt: Instant?
    package var recordedAt: Instant?
    package var by: ShownActor?
    package var version: Int?
    package var leftOut: [String]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("fact", &fact)
        coder.object("inputs", &inputs)
        coder.instant("decided_at", &decidedAt)
        coder.instant("recorded_at", &recordedAt)
        coder.part("by", &by)
        coder.integer("version", &version)
        coder.texts("left_out", &leftOut)
    }
}

/// A transition that was taken.
package struct ShownMove: ReplyPart {
    package var transition = ""
    package var from: String?
    package var to: String?
    package var inputs: JSONObject?
    /// What it wrote into the text.
    package var changes: JSONObject?
    package var decidedAt: Instant?
    package var recordedAt: Instant?
    package var by: ShownActor?
    package var version = 0
    package var leftOut: [String]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("transition", &transition)
        coder.text("from", &from)
        coder.text("to", &to)
        coder.object("inputs", &inputs)
        coder.object("changes", &changes)
        coder.instant("decided_at", &decidedAt)
        coder.instant("recorded_at", &recordedAt)
        coder.part("by", &by)
        coder.integer("version", &version)
        coder.texts("left_out", &leftOut)
    }
}

/// Somebody outside the forum who is to be invited to one event.
package struct ShownInvitation: ReplyPart {
    package var number = 0
    package var invitee = ""
    package var event = ""
    /// Nil while it is open.
    package var outcome: String?
    package var notHeard: [String] = []
    /// By stance.
    package var positions: [String: [ShownPosition]]?
    package var leftOut: [String]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("number", &number)
        coder.text("invitee", &invitee)
        coder.text("event", &event)
        coder.orNull("outcome", &outcome) { $0.text($1, &$2) }
        coder.texts("not_heard", &notHeard, else: [])
        coder.parts("positions", &positions)
        coder.texts("left_out", &leftOut)
    }
}

/// A document that was filed.
package struct ShownDocument: ReplyPart {
    package var name = ""
    package var type: String?
    /// Bytes.
    package var size: Int?
    /// Of the bytes, SHA-256 in hex.
    package var digest = ""
    package var filedAt: Instant?
    package var by: ShownActor?
    package var version: Int?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("name", &name)
        coder.text("type", &type)
        coder.integer("size", &size)
        coder.text("digest", &digest)
        coder.instant("filed_at", &filedAt)
        coder.part("by", &by)
        coder.integer("version", &version)
    }
}

/// A change of words during a round, which kept its positions.
package struct ShownEditorial: ReplyPart {
    package var revision = 0
    package var round = 0
    package var fields: [String] = []
    package var isContested = false

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("revision", &revision)
        coder.integer("round", &round)
        coder.texts("fields", &fields)
        coder.flag("contested", &isContested)
    }
}
