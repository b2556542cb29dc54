import LineProtocol
import ProposalService

extension Verbs.Erase: TypedReadHandling, WriteHandling {
    /// Nobody erases in an office of the past.
    static var readsPastOffice: Bool { false }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let seen = try await service.personal(of: try PersonalSubject(subject), caller)
        var end = End()
        (end.subject, end.count) = (seen.subject.text, seen.count)
        return TypedAnswer(rows: seen.values.map { Row($0) }, end: end)
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let order = order ?? Order()
        return .erase(
            PersonalErasure(
                try PersonalSubject(subject), chosen: order.values, reason: order.reason, rule: order.rule))
    }
}

extension Verbs.Erase.Row {
    fileprivate init(_ value: PersonalValue) {
        self.init()
        (id, self.value) = (value.digest, value.value)
    }
}
