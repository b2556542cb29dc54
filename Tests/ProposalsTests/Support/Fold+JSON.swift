import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

extension Proposal {
    /// Everything that the fold holds, as one line of JSON for each part: what stands beside a golden history.
    var lines: [String] {
        let head: JSONObject = [
            "ref": .string(ref), "forum": .string(forum), "version": .integer(Int64(version)),
            "last_digest": .string(lastDigest), "lifecycle": .object(lifecycle.json), "state": .string(state),
            "origin": .string(origin.rawValue), "proposer": .optional(proposer), "opened_by": .object(openedBy.json),
            "fields": .object(fields), "revision": .integer(Int64(revision)), "text_digest": .string(textDigest),
            "track": .optional(track), "notes": .integer(Int64(noteCount)), "source": source ?? .null,
            "opened_at": .string(openedAt.description), "recorded_at": .string(recordedAt.description),
        ]
        return
            ([head] + rounds.map(\.summary) + moves.map(\.summary) + facts.map(\.summary)
            + editorialRevisions.map(\.summary) + invitations.map(\.summary) + migrations.map(\.summary)
            + documents.map(\.summary)).map(\.line)
    }
}

extension JSONObject {
    var line: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

extension Round {
    fileprivate var summary: JSONObject {
        [
            "round": .integer(Int64(number)), "track": .optional(track), "text_digest": .string(textDigest),
            "revision": .integer(Int64(revision)), "opened_by": .integer(Int64(openedBy)),
            "opened_at": .string(openedAt.description), "decided_at": .string(decidedAt.description),
            "closes": .optional(closes?.description), "roster": .array(roster.map { .object($0.json) }),
            "positions": .object(positions.summary),
            "acknowledged": .object(
                JSONObject(acknowledged.map { JSONObject.Member(key: $0, value: .string($1.description)) })),
            "deadline_noted": .bool(deadlineNoted), "ended": .optional(ended?.rawValue),
        ]
    }
}

extension Positions {
    fileprivate var summary: JSONObject {
        JSONObject(map { JSONObject.Member(key: $0, value: .object($1.summary)) })
    }
}

extension Position {
    fileprivate var summary: JSONObject {
        [
            "stance": .string(stance.rawValue), "reason": .optional(reason), "resolves": .optional(resolves),
            "decided_at": .string(decidedAt.description), "recorded_at": .string(recordedAt.description),
            "actor": .object(actor.json), "late": .bool(isLate), "relayed": relayed?.json ?? .null,
            "since": .optional(since?.description), "text_digest": .string(textDigest),
            "version": .integer(Int64(version)),
        ]
    }
}

extension DocumentRecord {
    fileprivate var summary: JSONObject {
        [
            "document": .object(document.json), "recorded_at": .string(recordedAt.description),
            "actor": .object(actor.json), "version": .integer(Int64(version)),
        ]
    }
}

extension Move {
    fileprivate var summary: JSONObject {
        var object: JSONObject = [
            "move": .string(transition), "from": .string(from), "to": .string(to),
            "decided_at": .string(decidedAt.description), "recorded_at": .string(recordedAt.description),
            "actor": .object(actor.json), "inputs": .object(inputs), "version": .integer(Int64(version)),
            "undoable": .bool(isUndoable), "track_before": .optional(trackBefore),
            "round_before": openRoundBefore.map { .integer(Int64($0)) } ?? .null,
        ]
        if let writing {
            object["writes"] = [
                "changes": .object(writing.changes), "before": .object(writing.before),
                "text_digest": .string(writing.textDigest),
            ]
        }
        return object
    }
}

extension FactRecord {
    fileprivate var summary: JSONObject {
        [
            "fact": .string(fact), "inputs": .object(inputs), "decided_at": .string(decidedAt.description),
            "recorded_at": .string(recordedAt.description), "actor": .object(actor.json),
            "version": .integer(Int64(version)),
        ]
    }
}

extension EditorialRevision {
    fileprivate var summary: JSONObject {
        [
            "editorial": .integer(Int64(revision)), "round": .integer(Int64(round)), "fields": .strings(fields),
            "contested": .bool(isContested),
        ]
    }
}

extension Invitation {
    fileprivate var summary: JSONObject {
        [
            "invitation": .integer(Int64(number)), "invitee": .string(invitee), "event": .string(event),
            "decided_at": .string(decidedAt.description), "actor": .object(actor.json),
            "roster": .array(roster.map { .object($0.json) }), "positions": .object(positions.summary),
            "outcome": .optional(outcome?.rawValue),
        ]
    }
}

extension MigrationRecord {
    fileprivate var summary: JSONObject {
        [
            "migration": .integer(Int64(version)), "recorded_at": .string(recordedAt.description),
            "from": .object(from.json), "to": .object(to.json), "state": .string(state), "to_state": .string(toState),
            "plan": .optional(plan), "shared": .bool(wasShared),
        ]
    }
}

extension Registry {
    /// The same for a registry.
    var lines: [String] {
        var objects: [JSONObject] = [
            [
                "forum": .string(forum), "version": .integer(Int64(version)), "last_digest": .optional(lastDigest),
                "settings": settings.map { .object($0.json) } ?? .null, "order": .strings(partnerOrder),
                "recorded_at": .optional(recordedAt?.description),
            ]
        ]
        objects += partners.values.sorted { $0.id < $1.id }.map(\.json)
        objects += meetings.values.sorted { $0.id < $1.id }.map {
            $0.json.merging("held", .optional($0.held.map { "\($0.lowerBound) \($0.upperBound)" }))
        }
        objects += lifecycles.sorted { $0.key < $1.key }.map { digest, definition in
            [
                "digest": .string(digest), "id": .string(definition.id),
                "current": .bool(currentLifecycles[definition.id] == digest),
                "states": .strings(definition.states.map(\.id)),
                "transitions": .strings(definition.transitions.map(\.id)),
            ]
        }
        objects += accounts.values.sorted { $0.id < $1.id }.map(\.summary)
        objects += identities.values.sorted { $0.id < $1.id }.map {
            [
                "identity": .string($0.id), "account": .string($0.account), "issuer": .string($0.issuer),
                "commitment": .string($0.commitment), "from": .string($0.from.description),
                "until": .optional($0.until?.description),
            ]
        }
        objects += tokens.values.sorted { $0.id < $1.id }.map {
            [
                "token": .string($0.id), "account": .string($0.account), "expires": .optional($0.expires?.description),
                "revoked": .bool($0.isRevoked),
            ]
        }
        objects += lists.values.sorted { ($0.group, $0.year) < ($1.group, $1.year) }.map(\.summary)
        objects += contacts.map(\.json)
        objects += circulations.map {
            ["at": .string($0.at.description), "by": .object($0.by.json), "count": .integer(Int64($0.count))]
        }
        return objects.map(\.line)
    }
}

extension GroupList {
    fileprivate var summary: JSONObject {
        [
            "group": .string(group), "year": .integer(Int64(year)), "items": .array(items.map(\.json)),
            "drawn": .string("\(drawnAt) \(drawnBy.account)"),
            "submitted": .optional(submittedAt.map { "\($0) \(submittedBy?.account ?? "")" }),
        ]
    }
}

extension Account {
    fileprivate var summary: JSONObject {
        var object: JSONObject = [
            "account": .string(id), "name": .optional(nameCommitment),
            "appointments": .array(
                appointments.map {
                    [
                        "number": .integer(Int64($0.number)), "office": .object($0.office.json),
                        "from": .string($0.from.description), "until": .optional($0.until?.description),
                    ]
                }),
        ]
        // Histories from before there were keys fold to what they did.
        if !keys.isEmpty {
            object["keys"] = .array(
                keys.map {
                    [
                        "number": .integer(Int64($0.number)), "key": .string($0.line),
                        "from": .string($0.from.description), "until": .optional($0.until?.description),
                    ]
                })
        }
        return object
    }
}
