import CanonicalJSON
import ProposalService
import Proposals
import Record

/// A forum with a small lifecycle of its own: open, sent, agreed, done, or dropped on the way.
enum TestForum {
    static let name = "demo"

    static let lifecycle: NewLifecycle = {
        let bytes = definition(id: "test", extra: []).canonicalBytes
        return NewLifecycle(digest: Digest.sha256(bytes).hex, id: "test", version: 1, definition: bytes)
    }()

    /// The same states with one edge more, from the first to the last.
    static let shortcut: NewLifecycle = {
        let jump: JSONValue = ["id": "jump", "from": ["open"], "to": "done", "roles": ["clerk"]]
        let bytes = definition(id: "shortcut", extra: [jump]).canonicalBytes
        return NewLifecycle(digest: Digest.sha256(bytes).hex, id: "shortcut", version: 1, definition: bytes)
    }()

    /// The next version of the lifecycle, where what was agreed is called settled.
    static let next: NewLifecycle = {
        let bytes = definition(id: "test", version: 2, agreed: "settled", extra: []).canonicalBytes
        return NewLifecycle(digest: Digest.sha256(bytes).hex, id: "test", version: 2, definition: bytes)
    }()

    /// What an event says of a lifecycle that it loads.
    static func loading(_ lifecycle: NewLifecycle) -> JSONObject {
        let definition = try? JSONValue.parse(lifecycle.definition)
        return [
            "id": .string(lifecycle.id), "version": .integer(Int64(lifecycle.version)),
            "digest": .string(lifecycle.digest), "definition": definition ?? .null,
        ]
    }

    static func definition(
        id: String, version: Int64 = 1, agreed: String = "agreed", extra: [JSONValue]
    ) -> JSONValue {
        func transition(_ id: JSONValue, _ from: [String], _ to: JSONValue) -> JSONValue {
            ["id": id, "from": .strings(from), "to": to, "roles": ["clerk"]]
        }
        return [
            "lifecycle": .string(id), "version": .integer(version), "title": "Test", "initial": "open",
            "states": [
                ["id": "open", "label": "Open"], ["id": "sent", "label": "Sent"],
                ["id": .string(agreed), "label": "Agreed"],
                ["id": "done", "label": "Done", "final": true], ["id": "dropped", "label": "Dropped", "final": true],
            ],
            "transitions": .array(
                [
                    transition("send", ["open"], "sent"), transition("again", ["sent", agreed], "sent"),
                    transition("agree", ["sent"], .string(agreed)), transition("finish", [agreed], "done"),
                    transition("drop", ["open", "sent"], "dropped"),
                    ["id": "recall", "from": .strings(["sent", agreed]), "effect": "undo", "roles": ["clerk"]],
                ] + extra),
        ]
    }

    /// What opens the forum: its registry's first events, its lifecycle, its row.
    ///
    /// - Parameter administrator: whether whoever acts in these tests may change the registry later.
    static func opening(
        _ registry: inout TestStream, prefix: String = "DEMO", lifecycle: NewLifecycle = lifecycle,
        administrator: Bool = false
    ) -> BatchWrites {
        var events = [
            registry.add(
                .forumOpened, ["name": "Demo", "ref_prefix": .string(prefix), "account_role": "clerk"]),
            registry.add(.lifecycleLoaded, loading(lifecycle)),
        ]
        if administrator { events.append(registry.add(.appointmentMade, appointment(of: TestStream.account))) }
        return BatchWrites(
            events: events, registry: registry.registryRow(since: 0, prefix: prefix), lifecycles: [lifecycle])
    }

    /// What an event says of an appointment as clerk.
    static func appointment(of account: String, until: JSONValue = .null) -> JSONObject {
        [
            "account": .string(account), "number": 1, "office": ["role": "clerk"],
            "from": "2020-01-01T00:00:00.000000Z", "until": until,
        ]
    }

    /// A plan that changes the registry.
    static func registryPlan(_ forum: String = name, version: Int = 0) -> BatchPlan {
        BatchPlan(forum: forum, registries: [forum: version], changesRegistry: true)
    }

    static func plan(_ proposals: [String: Int] = [:], drafts: Bool = false, keys: [RequestKey] = []) -> BatchPlan {
        BatchPlan(forum: name, proposals: proposals, registries: [name: 0], drafts: drafts, keys: keys)
    }
}
