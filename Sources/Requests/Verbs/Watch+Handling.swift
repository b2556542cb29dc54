import CanonicalJSON
import LineProtocol
import ProposalService

extension Verbs.Watch: StreamHandling {
    /// Events until it is cancelled; of the whole forum, or of one proposal.
    func run(
        _ service: ProposalService, for caller: Caller, into writer: any AnswerWriter
    ) async -> Result<JSONObject, ServiceFailure> {
        let forum = forum ?? caller.forum
        var last = after ?? ProposalService.watchBeginning(forum)
        var isUnderWay = false
        do throws(ServiceFailure) {
            // From now on means from where the record ends as the watch begins: a cursor like any other.
            if after == ProposalService.watchNow { last = try await service.watchEnd(forum, caller) }
        } catch {
            return .failure(error)
        }
        writer.begin(at: last)
        do {
            let events = try await service.watch(forum, after: after.map { _ in last }, ref: ref, caller)
            isUnderWay = true
            for try await event in events {
                try await writer.event(Row(event).object, cursor: event.cursor)
                last = event.cursor
            }
        } catch var failure as ServiceFailure {
            if isUnderWay { failure.details["cursor"] = .string(last) }
            return .failure(failure)
        } catch {
            // The client left, or cancelled: the end of a watch.
        }
        return .success(End(cursor: last).object)
    }
}
