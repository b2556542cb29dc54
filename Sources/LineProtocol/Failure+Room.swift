extension Failure {
    /// That there is no room for one more: so many are open.
    ///
    /// - Parameters:
    ///   - one: what is open, where it is one.
    ///   - whose: what follows it: ` of trial/cp-FR`.
    package init(
        _ code: ErrorCode, open count: Int, one: String, many: String, _ whose: String = "", advice: String? = nil
    ) {
        let what = count == 1 ? one : many
        self.init(code, "\(count) \(what)\(whose) \(count == 1 ? "is" : "are") open", advice: advice)
    }

    /// The same of connections; `whose` is ` from this address`, or nothing for those of everybody.
    package static func tooManyConnections(_ count: Int, _ whose: String = "") -> Failure {
        let advice = "Close \(count == 1 ? "it" : "one of them"), or connect again later."
        return Failure(
            .tooManyConnections, open: count, one: "connection", many: "connections", whose,
            advice: whose.isEmpty ? nil : advice)
    }

    /// The same of watches, where whoever asks can end them one by one.
    package static func tooManyWatches(_ count: Int, advice: String? = nil) -> Failure {
        Failure(.tooManyWatches, open: count, one: "watch", many: "watches", advice: advice)
    }
}
