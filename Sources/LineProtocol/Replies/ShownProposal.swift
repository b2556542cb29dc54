package import CanonicalJSON
package import CivilTime

/// A proposal as SHOW answers it, and as HISTORY and REPLAY end: to who is of the forum everything, else what was published.
package struct ShownProposal: ReplyPart {
    package var ref = ""
    package var forum = ""
    package var title: String?
    package var state = ""
    package var stateLabel: String?
    /// `live` or `archive`.
    package var origin: String?
    /// By the keys of the lifecycle's form.
    package var fields: JSONObject = [:]
    /// When it takes place, where that is no longer as planned.
    package var activity: ShownActivity?
    /// That the forum is a trial.
    package var mark: String?
    package var recordedAt: Instant?
    /// Nil where only published fields are shown.
    package var record: ShownRecord?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("ref", &ref)
        coder.text("forum", &forum)
        coder.orNull("title", &title) { $0.text($1, &$2) }
        coder.text("state", &state)
        coder.text("state_label", &stateLabel)
        coder.text("origin", &origin)
        coder.object("fields", &fields, else: [:])
        coder.part("activity", &activity)
        coder.text("mark", &mark)
        coder.instant("recorded_at", &recordedAt)
        var isPublished = record == nil
        coder.mark("published", &isPublished)
        if coder.isReading { record = isPublished ? nil : ShownRecord() }
        record?.members(&coder)
    }

    /// Whether only what was published is shown.
    package var isPublished: Bool { record == nil }
}

/// How an activity stands that was postponed, cancelled, held.
package struct ShownActivity: ReplyPart {
    package var standing = ""
    /// Whether the days of the text hold no longer.
    package var isLapsed = false
    /// The days of now; nil where they are not told.
    package var days: ShownDays?
    /// The days of the text, in a list.
    package var planned: ShownDays?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("standing", &standing, else: "")
        coder.flag("lapsed", &isLapsed, else: false)
        if coder.isReading { days = coder.has("starts") || coder.has("ends") ? ShownDays() : nil }
        days?.members(&coder)
        coder.part("planned", &planned)
    }
}

/// The first day and the last; nil where they are not known.
package struct ShownDays: ReplyPart {
    package var starts: CivilDate?
    package var ends: CivilDate?

    package init() {}

    package init(_ starts: CivilDate?, _ ends: CivilDate?) {
        self.starts = starts
        self.ends = ends
    }

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.orNull("starts", &starts) { $0.day($1, &$2) }
        coder.orNull("ends", &ends) { $0.day($1, &$2) }
    }
}

/// The definition that a proposal runs by.
package struct ShownLifecycle: ReplyPart {
    package var id = ""
    package var version = 0
    package var digest: String?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("id", &id)
        coder.integer("version", &version)
        coder.text("digest", &digest)
    }
}
