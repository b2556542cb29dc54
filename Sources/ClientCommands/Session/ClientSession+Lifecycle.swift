import CanonicalJSON
import LineProtocol
import Terminal

extension ClientSession {
    /// The definition of a forum's lifecycle as LIFECYCLE answers it: the one named, or the only one.
    func definition(_ forum: String, _ lifecycle: String? = nil, version: Int64? = nil) async throws -> JSONObject {
        let answer = try await read(
            Verbs.Lifecycle(forum: forum, lifecycle: lifecycle, version: version.map { Int($0) })
        ).end
        if let definition = answer.definition { return definition.json }
        let known = answer.lifecycles ?? []
        throw CommandFailure.usage(
            known.isEmpty
                ? "\(TerminalText.line(forum)) has no lifecycle yet"
                : "choose a lifecycle with --lifecycle: \(TerminalText.line(known.joined(separator: ", ")))")
    }

    /// The definition that a proposal runs by, from what SHOW answered.
    func definition(of proposal: ShownProposal) async throws -> JSONObject {
        try await definition(proposal.forum, proposal.record?.lifecycle)
    }

    /// A definition that an answer names; who sees only what is published is told none.
    private func definition(_ forum: String, _ lifecycle: ShownLifecycle?) async throws -> JSONObject {
        guard let lifecycle else {
            throw CommandFailure.notDone(["you see only what is published of this proposal"])
        }
        return try await definition(forum, lifecycle.id, version: Int64(lifecycle.version))
    }

    /// The appointment roles that take positions for a partner in a forum's lifecycles; a refusal where none does.
    func speakers(_ forum: String) async throws -> [String] {
        let answer = try await read(Verbs.Lifecycle(forum: forum)).end
        var definitions = [answer.definition?.json].compactMap(\.self)
        if definitions.isEmpty {
            for id in answer.lifecycles ?? [] { definitions.append(try await definition(forum, id)) }
        }
        var roles: [String] = []
        for definition in definitions {
            let speaker = definition["positions"]?["role"]?.string
            let held = definition["roles"]?.array?.first { $0["id"]?.string == speaker }?["held_by"]?.strings ?? []
            for role in held where !roles.contains(role) { roles.append(role) }
        }
        guard !roles.isEmpty else {
            throw CommandFailure.usage(
                "no lifecycle of \(TerminalText.line(forum)) takes positions; say which role with --role")
        }
        return roles
    }

    /// The labels of a proposal's lifecycle; ids where the server does not tell.
    func labels(of proposal: ShownProposal) async -> LifecycleLabels {
        LifecycleLabels((try? await definition(of: proposal)) ?? JSONObject())
    }

    /// The same of a round.
    func labels(of round: Verbs.Show.Round) async -> LifecycleLabels {
        LifecycleLabels((try? await definition(round.forum, round.lifecycle)) ?? JSONObject())
    }
}
