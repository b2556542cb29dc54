/// What happened once, in a timeline.
struct TimelineEntry: PageContent {
    let headline: String
    let style: String
    let version: Int
    /// The address of the proposal as it was then; nil of a registry, which is not shown so.
    let then: String?
    let clocks: Clocks
    let by: String?
    let details: [Pair]
    let changes: [EventWords.Change]
    /// Who else said the same.
    let folded: String?
    let leaf: String?
}
