extension Collection<String> {
    /// What there is to choose from, as the end of a sentence: `; use one of a, b`, or else that there is nothing.
    package func offered(_ lead: String = "use one of", none: String) -> String {
        isEmpty ? "; " + none : "; \(lead) " + joined(separator: ", ")
    }
}
