package import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What is told of a forum's registry: its settings, partners, meetings, lifecycles, accounts and keys.
struct RegistryQueries: Sendable {
    let records: RecordReader
    let limits: ServiceConfiguration

    /// A registry that the caller may read: its own forum's, any for an administrator of the server.
    func registry(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> ReadContext {
        let (context, _) = try await records.readerContext(caller, forum)
        let isMember = !context.offices.isEmpty || context.viewer.readsEverything
        guard context.registry.settings != nil, isMember else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        return context
    }

    /// FORUMS: the forums that the caller may see, and of others that have published something their names. Trials that were closed
    /// stand among them only where they are asked for, and for who audits or administers them.
    func forums(
        _ caller: Caller?, includesClosed: Bool = false
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let rows = try await storing { () throws(StoreError) in try await self.records.forums.refresh() }
        var answers: [JSONObject] = []
        for row in rows where row.forum != Registry.serverForum && (includesClosed || !row.isClosed) {
            let (context, _) = try await records.readerContext(caller, row.forum, closed: .isRead)
            if context.registry.settings?.closed != nil, !(includesClosed && context.viewer.readsEverything) {
                continue
            }
            if !context.offices.isEmpty || context.viewer.readsEverything {
                answers.append(forumRow(context))
            } else if try await records.maySeeForum(context) {
                answers.append(publicRow(context))
            }
        }
        return ServiceAnswer(rows: answers, object: ["count": .integer(Int64(answers.count))])
    }

    /// FORUM: one forum's settings.
    func forum(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        ServiceAnswer(object: forumRow(try await registry(forum, caller)))
    }

    /// What a forum is called, for everybody.
    private func publicRow(_ context: ReadContext) -> JSONObject {
        var object: JSONObject = [
            "forum": .string(context.forum), "name": .optional(context.registry.settings?.name), "public": true,
        ]
        if let mark = context.registry.settings?.mark { object["mark"] = .string(mark) }
        return object
    }

    private func forumRow(_ context: ReadContext) -> JSONObject {
        var object = context.registry.settings?.json ?? [:]
        object["forum"] = .string(context.forum)
        object["registry_version"] = .integer(Int64(context.registry.version))
        object["partners"] = .integer(Int64(context.registry.members(on: context.now.date).count))
        object["lifecycles"] = .strings(context.registry.currentLifecycles.keys.sorted())
        return object
    }

    /// PARTNERS: the members on a day, or everybody who ever was one.
    func partners(
        _ forum: String, on day: CivilDate?, _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let context = try await registry(forum, caller)
        let partners =
            day.map { context.registry.members(on: $0) }
            ?? context.registry.partnerOrder.compactMap { context.registry.partners[$0] }
        return ServiceAnswer(rows: partners.map(\.json), object: ["count": .integer(Int64(partners.count))])
    }

    /// PARTNER: one of them.
    func partner(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let context = try await registry(forum, caller)
        guard let partner = context.registry.partners[id] else {
            throw ServiceFailure(.notFound, "\(id.prefix(64)) is not a partner of \(forum)")
        }
        return ServiceAnswer(object: partner.json)
    }

    /// MEETINGS: by kind and days, in the order of their days, a page at a time.
    func meetings(
        _ forum: String, kind: String?, from: CivilDate?, to: CivilDate?, after: String? = nil, limit: Int? = nil,
        _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let context = try await registry(forum, caller)
        var meetings = context.registry.meetings.values.filter { meeting in
            (kind == nil || meeting.kind == kind) && (from.map { meeting.ends >= $0 } ?? true)
                && (to.map { meeting.starts <= $0 } ?? true)
        }.sorted { ($0.starts, $0.id) < ($1.starts, $1.id) }
        if let after, let last = context.registry.meetings[after] {
            meetings.removeAll { ($0.starts, $0.id) <= (last.starts, last.id) }
        }
        let page = meetings.prefix(min(limit ?? limits.pageLimit, limits.pageLimit))
        return ServiceAnswer(
            rows: page.map(row),
            object: [
                "count": .integer(Int64(page.count)),
                "next": page.count < meetings.count ? .optional(page.last?.id) : .null,
            ])
    }

    /// MEETING: one of them.
    func meeting(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let context = try await registry(forum, caller)
        guard let meeting = context.registry.meetings[id] else {
            throw ServiceFailure(.notFound, "\(id.prefix(64)) is not a meeting of \(forum)")
        }
        return ServiceAnswer(object: row(meeting))
    }

    private func row(_ meeting: Meeting) -> JSONObject {
        var object = meeting.json
        object["held"] =
            meeting.held.map {
                ["starts": .string($0.lowerBound.description), "ends": .string($0.upperBound.description)]
            } ?? .null
        return object
    }

    /// LIFECYCLE: a definition with its digest; the newest version unless one is named.
    func lifecycle(
        _ id: String?, version: Int?, _ forum: String, _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let context = try await registry(forum, caller)
        let current = context.registry.currentLifecycles
        guard let name = id ?? (current.count == 1 ? current.keys.first : nil) else {
            return ServiceAnswer(
                object: ["lifecycles": .strings(current.keys.sorted())])
        }
        let found = context.registry.lifecycles.first { digest, definition in
            definition.id == name && (version.map { definition.version == $0 } ?? (current[name] == digest))
        }
        guard let (digest, definition) = found else {
            let versions = context.registry.lifecycles.values.filter { $0.id == name }.map(\.version).sorted()
            if let version, !versions.isEmpty {
                throw ServiceFailure(
                    .notFound,
                    "\(name) has no version \(version) in \(forum); it has "
                        + versions.map(String.init).joined(separator: ", "),
                    details: ["versions": .array(versions.map { .integer(Int64($0)) })])
            }
            throw ServiceFailure(
                .notFound,
                "\(name.prefix(64)) is not loaded in \(forum); "
                    + (current.isEmpty
                        ? "no lifecycle is" : "it has \(current.keys.sorted().joined(separator: ", "))"))
        }
        return ServiceAnswer(
            object: [
                "id": .string(definition.id), "version": .integer(Int64(definition.version)),
                "digest": .string(digest), "definition": definition.json,
            ])
    }

    /// ACCOUNTS: for those who manage or audit them.
    func accounts(
        _ forum: String, after: String?, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let (context, _) = try await records.readerContext(caller, forum)
        guard context.registry.settings != nil, context.viewer.readsEverything else {
            guard context.registry.settings != nil, !context.offices.isEmpty else {
                throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
            }
            throw Access.forbidden(
                Reason(AccessSentence.listOfAccounts), context.registry, context.now,
                others: [context.registry.settings?.auditRole].compactMap(\.self))
        }
        let registry = context.registry
        let all = registry.accounts.values.sorted { $0.id < $1.id }.filter { after == nil || $0.id > (after ?? "") }
        let page = all.prefix(min(limit ?? limits.pageLimit, limits.pageLimit))
        let names = try await records.personal(page.compactMap { $0.nameCommitment.map { .string($0) } })
        let rows = page.map { account -> JSONObject in
            [
                "account": .string(account.id),
                "name": .optional(account.nameCommitment.map { names[$0] ?? "erased" }),
                "appointments": .array(account.appointments.map { .object($0.json) }),
                "tokens": .array(
                    registry.tokens.values.filter { $0.account == account.id }.sorted { $0.id < $1.id }.map {
                        [
                            "id": .string($0.id), "expires": .optional($0.expires?.description),
                            "revoked": .bool($0.isRevoked),
                        ]
                    }),
            ]
        }
        return ServiceAnswer(
            rows: rows,
            object: [
                "count": .integer(Int64(rows.count)), "next": page.count < all.count ? .optional(page.last?.id) : .null,
            ])
    }
}

extension Appointment {
    package var json: JSONObject {
        var object = office.json
        object["number"] = .integer(Int64(number))
        object["from"] = .string(from.description)
        object["until"] = .optional(until?.description)
        return object
    }
}
