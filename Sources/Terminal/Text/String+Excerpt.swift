extension String {
    /// What an overview shows of a text at the most: four lines of a narrow screen.
    static let excerptColumns = 320

    /// Whether an overview shows a part of it alone.
    package var isLong: Bool { columns > String.excerptColumns }

    /// The beginning of a long text, cut between words; what is short, as it is.
    package func excerpt(mark: String) -> String {
        guard isLong else { return self }
        let cut = fitted(to: String.excerptColumns, mark: "")
        let words = cut.split(separator: " ").dropLast()
        return (words.isEmpty ? cut : words.joined(separator: " ")) + " " + mark
    }
}
