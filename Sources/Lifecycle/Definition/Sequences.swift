extension Array where Element: Equatable {
    /// Each element once, in order.
    package var uniqued: [Element] {
        var result: [Element] = []
        for element in self where !result.contains(element) { result.append(element) }
        return result
    }
}
