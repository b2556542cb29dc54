extension Verbs.Replay: ReadVerb {
    /// The events up to then, and the proposal as it was.
    package typealias Row = ShownEvent
    package typealias End = ShownProposal
}
