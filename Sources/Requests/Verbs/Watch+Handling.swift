import CanonicalJSON
import LineProtocol
import ProposalService

extension Verbs.Watch: StreamHandling {
    /// Events go out together up to so many bytes.
    private static let piece = 16 << 10

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
            var events = try await service.watch(forum, after: after.map { _ in last }, ref: ref, caller)
                .makeAsyncIterator()
            isUnderWay = true
            writer.watching()
            while let part = try await events.nextPart() {
                for piece in Self.pieces(of: part) {
                    try await writer.events(piece)
                    last = piece.last?.cursor ?? last
                }
            }
        } catch var failure as ServiceFailure {
            if isUnderWay { failure.details["cursor"] = .string(last) }
            return .failure(failure)
        } catch {
            // The client left, or cancelled: the end of a watch.
        }
        return .success(End(cursor: last).object)
    }

    /// Events as they are sent, as many together as are still short, and at least one.
    private static func pieces(of events: ArraySlice<WatchedEvent>) -> [[SentEvent]] {
        var (pieces, size): ([[SentEvent]], Int) = ([], 0)
        for event in events {
            let sent = event.form { SentEvent(Row($0).object, cursor: $0.cursor) }
            if pieces.isEmpty || size + sent.bytes.count > piece {
                pieces.append([])
                size = 0
            }
            pieces[pieces.count - 1].append(sent)
            size += sent.bytes.count
        }
        return pieces
    }
}
