package import ViewDefinitions

extension ViewDefinition {
    /// Whether it can be drawn: where its file names a chart, and every tally.
    package var hasChart: Bool {
        if case .tally = kind { true } else { chart != nil }
    }

    /// The chart of a result: the one that the file names, where the result has its columns; of a tally grouped otherwise, its first
    /// column by the same figure, or by its counts.
    package func chart(of result: ViewResult) -> Chart? {
        func has(_ key: String) -> Bool { result.columns.contains { $0.key == key } }
        if let chart, has(chart.label), has(chart.value) { return chart }
        guard case .tally = kind, let first = result.columns.first else { return nil }
        let figure = [chart?.value, "count"].compactMap { $0 }.first { has($0) && $0 != first.key }
        return figure.map { Chart(label: first.key, value: $0) }
    }
}
