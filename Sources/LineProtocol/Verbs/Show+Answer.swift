package import CivilTime

extension Verbs.Show: ReadVerb {
    /// With `round=`, what a partner said in it.
    package typealias Row = ShownPosition

    /// The proposal, or the round that was asked for.
    package struct End: ReplyPart {
        package var proposal: ShownProposal?
        package var round: Round?

        package init() {}

        package init(_ proposal: ShownProposal) { self.proposal = proposal }

        package init(_ round: Round) { self.round = round }

        package mutating func members(_ coder: inout ReplyCoder) {
            if coder.isReading {
                // A proposal has no number, and a round no state.
                round = coder.has("number") ? Round() : nil
                proposal = round == nil ? ShownProposal() : nil
            }
            proposal?.members(&coder)
            round?.members(&coder)
        }
    }

    /// A round, with whom it heard; who said what stands in the rows.
    package struct Round: ReplyPart {
        package var summary = ShownRound()
        package var ref = ""
        package var forum = ""
        package var lifecycle: ShownLifecycle?
        package var version = 0
        package var recordedAt: Instant?
        package var notHeard: [String] = []
        package var acknowledged: [String] = []
        /// That the forum is a trial.
        package var mark: String?
        package var count = 0

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            summary.members(&coder)
            coder.text("ref", &ref)
            coder.text("forum", &forum)
            coder.part("lifecycle", &lifecycle)
            coder.integer("version", &version)
            coder.instant("recorded_at", &recordedAt)
            coder.texts("not_heard", &notHeard, else: [])
            coder.texts("acknowledged", &acknowledged, else: [])
            coder.text("mark", &mark)
            coder.integer("count", &count)
        }
    }
}
