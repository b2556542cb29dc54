package import CivilTime

/// A proposal in a list: to who is of the forum where it stands, else what was published.
package struct ListedProposal: ReplyPart {
    package var ref = ""
    package var title: String?
    package var state = ""
    package var stateLabel: String?
    /// `live` or `archive`.
    package var origin: String?
    /// When it takes place now.
    package var starts: CivilDate?
    package var ends: CivilDate?
    package var activity: ShownActivity?
    /// That the forum is a trial.
    package var mark: String?
    /// Nil where only published fields are shown.
    package var standing: Standing?

    /// Where it stands. Its members stand in the row.
    package struct Standing: ReplyPart {
        package var recordedAt: Instant?
        package var version: Int?
        package var proposer: String?
        package var track: String?
        package var round: Int?
        package var closes: Instant?
        package var notHeard: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.instant("recorded_at", &recordedAt)
            coder.integer("version", &version)
            coder.orNull("proposer", &proposer) { $0.text($1, &$2) }
            coder.orNull("track", &track) { $0.text($1, &$2) }
            coder.orNull("round", &round) { $0.integer($1, &$2) }
            coder.orNull("closes", &closes) { $0.instant($1, &$2) }
            coder.integer("not_heard", &notHeard)
        }
    }

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("ref", &ref)
        coder.orNull("title", &title) { $0.text($1, &$2) }
        coder.text("state", &state, else: "")
        coder.text("state_label", &stateLabel)
        coder.text("origin", &origin)
        coder.orNull("starts", &starts) { $0.day($1, &$2) }
        coder.orNull("ends", &ends) { $0.day($1, &$2) }
        coder.part("activity", &activity)
        coder.text("mark", &mark)
        var isPublished = standing == nil
        coder.mark("published", &isPublished)
        if coder.isReading { standing = isPublished ? nil : Standing() }
        standing?.members(&coder)
    }
}

extension Verbs.List: ReadVerb {
    package typealias Row = ListedProposal
    package typealias End = PageEnd
}

extension Verbs.Search: ReadVerb {
    package typealias Row = ListedProposal
    package typealias End = SearchEnd
}
