import Record

/// Compares the answers that are kept with their keys with the events that they tell of.
struct AnswerAudit: AuditPart {
    private static let page = 256

    let stage = "answers"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone: Bool
    /// The last one that was compared.
    private var last: (key: String, account: String)

    init(_ bounds: AuditBounds, from key: String = "") {
        total = bounds.answers
        isDone = total == 0
        last = (key, "")
    }

    /// Those of the last key are compared again, for other accounts may have used it. A long key is cut, to fit into an argument.
    var place: AuditCursor.Place {
        var key = ""
        for scalar in last.key.unicodeScalars {
            guard key.utf8.count + scalar.utf8.count <= 240 else { break }
            key.unicodeScalars.append(scalar)
        }
        return .answers(from: key)
    }

    mutating func advance(_ scope: inout AuditScope) async throws {
        let forum = scope.forum
        let stored = try await scope.store.auditAnswers(forum: forum, after: last, limit: AnswerAudit.page)
        let claims = try stored.map { (answer) throws(AuditFinding) in try AnswerClaim(answer, forum: forum) }
        let events = try await scope.store.auditEvents(
            forum: forum, spans: claims.compactMap(\.span), versions: claims.compactMap(\.standing))
        let byPosition = Dictionary(events.map { ($0.position, $0) }) { $1 }
        var byVersion: [String: [Int64: AuditedEvent]] = [:]
        for event in events { byVersion[event.stream, default: [:]][event.version] = event }
        for claim in claims {
            if let span = claim.span {
                try claim.check(span.compactMap { byPosition[$0] }, forum: forum)
            } else if let standing = claim.standing {
                try claim.check(standing: byVersion[standing.stream]?[standing.version])
            }
        }
        done += Int64(stored.count)
        isDone = stored.count < AnswerAudit.page
        if let end = stored.last { last = (end.key, end.account) }
    }
}
