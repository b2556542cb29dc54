import Postgres
import ProposalService
import Proposals
import Record

/// What a batch leaves in the database, by which it is seen that the batch was committed.
///
/// The number of its transaction does not show that by itself: a database that crashed gives the numbers that it forgot to others.
enum CommitMark {
    /// Its first event, which stands in the record with its position.
    case event(SealedEvent, forum: String)
    /// Where it has no event: the answer to a keyed request, by whom it was written.
    case answer(RequestKey)
    /// Parts of documents alone, which may be sent again.
    case parts

    init(_ writes: BatchWrites, forum: String) {
        if let first = writes.events.first {
            self = .event(first.sealed, forum: forum)
        } else if let first = writes.answers.first {
            self = .answer(first.key)
        } else {
            self = .parts
        }
    }

    /// Looks for it: a row where it is there, with the position of the first event. Nil where there is nothing to look for.
    func look(writtenBy transaction: String) -> Statement? {
        switch self {
        case .event(let sealed, let forum):
            Statement(
                "SELECT position FROM event WHERE forum = $1 AND stream = $2 AND version = $3 AND digest = $4",
                [
                    .text(forum), .text(sealed.event.stream), .int8(sealed.event.version),
                    .bytea(Digest(hex: sealed.digest)?.bytes ?? []),
                ])
        case .answer(let key):
            Statement(
                "SELECT NULL::int8 FROM request WHERE key = $1 AND account = $2 AND xmin = $3::text::xid8::xid",
                [.text(key.key), .text(key.account), .text(transaction)])
        case .parts: nil
        }
    }
}
