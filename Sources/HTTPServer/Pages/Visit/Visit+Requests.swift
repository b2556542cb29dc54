import CanonicalJSON
import Lifecycle
import LineProtocol
import Requests
import WebPages

extension Visit {
    /// Asks what a page is made of.
    ///
    /// - Parameter missing: that nothing is there, in words of the page; nil tells it in the server's own.
    func ask<Asked: ReadVerb>(
        _ verb: Asked, missing: @autoclosure () -> String? = nil
    ) async throws(PageEnd) -> TypedAnswer<Asked.Row, Asked.End> {
        switch await attempt(verb) {
        case .success(let answer): return answer
        case .failure(let failure):
            if failure.code == .notFound, let told = missing() { throw .missing(told) }
            throw end(failure)
        }
    }

    /// The same, where a failure is part of the page.
    func attempt<Asked: ReadVerb>(_ verb: Asked) async -> Result<TypedAnswer<Asked.Row, Asked.End>, Failure> {
        do throws(Failure) {
            let answer = await desk.begin(try asLine(try verb.request()), by: login?.login, at: peer, isTyped: true)
            let (rows, outcome) = await answer.collected()
            let end = try outcome.get()?.members ?? [:]
            // An answer of this program need not be written and read again.
            if let typed = answer.typed as? TypedAnswer<Asked.Row, Asked.End> { return .success(typed) }
            return .success(TypedAnswer(rows: rows.map { Asked.Row($0) }, end: Asked.End(end)))
        } catch {
            return .failure(error)
        }
    }

    /// Writes under the key of the form that was sent.
    /// - Parameter isKeyed: false for what may be done again without harm, before the write that the key is for.
    func write<Written: WriteVerb>(
        _ verb: Written, if version: Int64?, isKeyed: Bool = true
    ) async -> Result<Written.Written, Failure> {
        do throws(Failure) {
            let (_, outcome) = await run(
                try verb.request(key: isKeyed ? form.text(FormState.keyName) : nil, if: version))
            return .success(Written.Written(try outcome.get()?.members ?? [:]))
        } catch {
            return .failure(error)
        }
    }

    /// Runs a request to its end.
    private func run(_ request: LineProtocol.Request) async -> (rows: [JSONObject], outcome: Outcome) {
        do throws(Failure) {
            return await desk.begin(try asLine(request), by: login?.login, at: peer).collected()
        } catch {
            return ([], .failure(error))
        }
    }

    /// A request as it would come in a line: what a line cannot say, a page cannot either.
    func asLine(_ request: LineProtocol.Request) throws(Failure) -> LineProtocol.Request {
        let line = Array(request.line.utf8)
        let limit = desk.configuration.limits.lineBytes
        guard line.count <= limit else {
            throw Failure(
                .lineTooLong, "all that was typed takes \(line.count) bytes; at most \(limit) can be recorded at once")
        }
        do throws(RequestFault) { return try .parse(line) } catch {
            switch error {
            case .frame(let failure), .request(_, _, let failure): throw failure
            }
        }
    }

    // MARK: What many pages need

    /// The lifecycle that a proposal follows; nil where its reader may not see it.
    func definition(of proposal: ShownProposal) async throws(PageEnd) -> LifecycleDefinition? {
        guard let lifecycle = proposal.record?.lifecycle else { return nil }
        if let digest = lifecycle.digest, let known = definitions[digest] { return known }
        return try await definition(proposal.forum, lifecycle.id, version: lifecycle.version)
    }

    /// A version of a forum's lifecycle, the newest where none is named; nil where there is none, or several.
    func definition(
        _ forum: String, _ id: String? = nil, version: Int? = nil
    ) async throws(PageEnd) -> LifecycleDefinition? {
        let answer = try await ask(
            Verbs.Lifecycle(forum: forum, lifecycle: id, version: version),
            missing: id == nil ? Visit.noForum(forum) : nil)
        guard let shown = answer.end.definition else { return nil }
        if let digest = shown.digest, let known = definitions[digest] { return known }
        guard let read = try? LifecycleDefinition(json: .object(shown.json)) else { return nil }
        if let digest = shown.digest { definitions.keep(read, as: digest) }
        return read
    }

    func proposal(_ ref: String) async throws(PageEnd) -> ShownProposal {
        let answer = try await ask(Verbs.Show(ref: ref), missing: Visit.noProposal(ref))
        guard let proposal = answer.end.proposal else { throw .missing(Visit.noProposal(ref)) }
        return proposal
    }

    /// Whether what the server says has to be told in another language.
    var needsCodes: Bool { PageReader.current.language != .english }

    /// What each act still needs, or one; with codes, where the page says it in another language.
    func why(_ ref: String, transition: String? = nil) async throws(PageEnd) -> TypedAnswer<
        Verbs.Why.Row, Verbs.Why.End
    > {
        var verb = Verbs.Why(ref: ref, transition: transition)
        verb.codes = needsCodes
        return try await ask(verb)
    }

    func partners(_ forum: String) async throws(PageEnd) -> [ShownPartner] {
        var verb = Verbs.Partners()
        verb.forum = forum
        return try await ask(verb).rows
    }

    func meetings(_ forum: String) async throws(PageEnd) -> [ShownMeeting] {
        try await ask(Verbs.Meetings(forum: forum)).rows
    }

    /// A proposal, and what forms about it are made of.
    func surroundings(
        of proposal: ShownProposal, meetings: Bool = false
    ) async throws(PageEnd) -> (around: FormSurroundings, partners: [ShownPartner]) {
        guard let definition = try await definition(of: proposal) else {
            throw .missing(tr("\(proposal.ref) has no page for this."))
        }
        let partners = try await partners(proposal.forum)
        let held = meetings ? try await self.meetings(proposal.forum) : []
        return (FormSurroundings(definition, partners: partners, meetings: held), partners)
    }

    /// A form as it is shown first.
    func newForm(seen version: Int?) -> FormState { FormState(key: browsers.unguessable(), seen: version) }

    /// A form that comes back as it was sent: with its key, or, where that was used up, with another.
    func sentForm(_ failure: Failure? = nil, seen version: Int?) -> FormState {
        let isSpent = failure?.code == .keyReused || failure?.code == .keySpent
        let key = isSpent ? nil : form.text(FormState.keyName)
        var state = FormState(key: key ?? browsers.unguessable(), seen: version)
        state.typed = form
        state.failure = failure
        return state
    }

    /// A form about a proposal that was refused, with the proposal as it is now and what happened to it meanwhile.
    func refusedForm(
        _ failure: Failure, on ref: String
    ) async throws(PageEnd) -> (now: ShownProposal, state: FormState) {
        _ = try passed(failure)
        let now = try await proposal(ref)
        var state = sentForm(failure, seen: now.record?.version)
        if failure.code == .versionConflict { state.meanwhile = try await meanwhile(ref) }
        return (now, state)
    }

    /// What happened to a proposal since the version that the form saw.
    func meanwhile(_ ref: String) async throws(PageEnd) -> [ShownEvent] {
        guard let seen = seen else { return [] }
        return try await ask(Verbs.History(ref: ref, after: Int(seen), limit: 50)).rows
    }

    /// The version that the form saw.
    var seen: Int64? { form.text(FormState.seenName).flatMap { Int64($0) } }

    /// Where a proposal's page stands, where nothing had to change.
    func unchanged(_ ref: String) -> PageAnswer {
        .redirect(PageAddress.proposal(ref) + PageAddress.query([("done", Done.nothing.rawValue)]))
    }

    /// Where a proposal's page stands, with what was done.
    func done(_ written: WrittenProposal, _ done: Done) -> PageAnswer {
        let told: Done = written.change.place.isRepeated ? .repeated : written.change.events == [] ? .nothing : done
        return .redirect(PageAddress.proposal(written.ref) + PageAddress.query([("done", told.rawValue)]))
    }
}

extension PageFrame.Forum {
    /// The forum of a proposal, as far as that tells.
    init(_ proposal: ShownProposal) { self.init(id: proposal.forum, mark: proposal.mark) }
}
