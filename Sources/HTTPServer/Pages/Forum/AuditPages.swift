import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The audit of a forum: what is stored compared with the record, when it is asked for.
struct AuditPages: Page {
    let forum: String

    private var address: String { PageAddress.forum(forum, "audit") }

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try visit.member().login.answer.account
        let shown = try await visit.audited(forum)
        var parts = TablePage.Parts(
            tr("Audit"),
            lead: tr(
                "It decides every act again from what stands in the record before it, and compares all that is stored.")
        )
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        let new = (tr("Run the audit"), address + PageAddress.query([("run", "new")]))
        let refused = try await refusals(visit)
        if refused == nil { parts.lead = tr("It is run by the auditors and the administrators of the forum.") }
        var mayBegin = refused != nil
        var progress: AuditPage.Progress?
        switch visit.target.query.text("run") {
        case nil: break
        case "new"?: return .redirect(run(try await begin(account, visit)))
        case let id?:
            guard let run = await visit.audits.look(at: id, of: account, forum: forum) else {
                return visit.page(
                    MessagePage.page(tr("Not known"), tr("This audit is not known any more."), links: [new]),
                    status: .notFound)
            }
            switch run.result {
            case .success(let end)?: tell(end, in: &parts)
            case .failure(let failure)?: throw visit.end(failure)
            case nil:
                progress = AuditPage.Progress(run.progress ?? Verbs.Audit.Row(), again: self.run(run))
                mayBegin = false
            }
        }
        parts.links = (mayBegin ? [new] : []) + [(tr("Registry events"), RegistryEventsPage.address(forum))]
        var record: AuditPage.Record?
        if let refused {
            parts.sections.append(refused.section)
            parts.links += refused.links
            record = await self.record(visit)
        }
        var page = AuditPage.Parts(forum, parts)
        (page.record, page.progress) = (record, progress)
        return visit.page(AuditPage.page(page), forum: PageFrame.Forum(shown))
    }

    /// Where a run is looked at.
    private func run(_ run: AuditRun) -> String { address + PageAddress.query([("run", run.id)]) }

    /// The account's run that is under way, or a new one. It goes on once this visit is answered.
    private func begin(_ account: String, _ visit: Visit) async throws(PageEnd) -> AuditRun {
        if let run = visit.audits.underWay(of: account, forum: forum) { return run }
        var verb = Verbs.Audit()
        verb.forum = forum
        let answer: OpenAnswer
        do throws(Failure) { answer = try await visit.beginUnattended(verb) } catch { throw visit.end(error) }
        let run = AuditRun(id: visit.browsers.unguessable(), forum: forum, account: account, answer)
        visit.audits.keep(run)
        return run
    }

    /// What an audit found.
    private func tell(_ end: Verbs.Audit.End, in parts: inout TablePage.Parts) {
        parts.lead =
            end.isSound
            ? tr("The record is sound: everything that is stored follows from it.")
            : tr(
                "Something differs: \(made: end.differs.map { PageText.message($0.sentence) } ?? tr("see the command line for all of it"))"
            )
        parts.sections = [
            TablePage.Section(
                tr("What was compared"), columns: [tr("What"), tr("Count")],
                rows: [
                    TablePage.Row(tr("Events"), nil, ["\(end.events)"]),
                    TablePage.Row(tr("Proposals"), nil, ["\(end.proposals)"]),
                    TablePage.Row(tr("Checkpoints"), nil, ["\(end.checkpoints)"]),
                    TablePage.Row(tr("Cosignatures"), nil, ["\(end.cosignatures)"]),
                    TablePage.Row(tr("Documents"), nil, ["\(end.documents)"]),
                    TablePage.Row(tr("Answers"), nil, ["\(end.answers)"]),
                ], empty: ""),
            TablePage.Section(
                tr("Offices that are held otherwise than the forum says"),
                columns: [tr("Account"), tr("Office"), tr("What is missing")],
                rows: (end.misheld ?? []).map { one in
                    TablePage.Row(
                        one.account, nil,
                        [PageText.label(ofID: one.office?.role ?? ""), PageText.message(one.lacks)])
                }, empty: tr("None.")),
        ]
    }

    /// What there is of the record as a file, for whoever may read all of it.
    private func record(_ visit: Visit) async -> AuditPage.Record {
        let newest = await visit.attempt(Verbs.Checkpoint(forum: forum)).map(\.end)
        guard case .success(let end) = newest, let isWitnessed = end.isWitnessed else {
            return AuditPage.Record(newest, isWitnessed: nil)
        }
        var older = Verbs.Checkpoint(forum: forum)
        older.witnessed = true
        guard !isWitnessed, case .failure = await visit.attempt(older) else {
            return AuditPage.Record(newest, isWitnessed: true)
        }
        return AuditPage.Record(newest, isWitnessed: false)
    }

    /// The acts that were refused, a page of them; nil to whom they are not for.
    private func refusals(
        _ visit: Visit
    ) async throws(PageEnd) -> (section: TablePage.Section, links: [(String, String)])? {
        var verb = Verbs.Refusals(forum: forum)
        (verb.after, verb.limit) = (visit.target.query.text("refusals"), 50)
        let answer: TypedAnswer<Verbs.Refusals.Row, Verbs.Refusals.End>
        switch await visit.attempt(verb) {
        case .success(let found): answer = found
        case .failure(let failure) where failure.code == .forbidden || failure.code == .notFound: return nil
        case .failure(let failure): throw visit.end(failure)
        }
        let rows = answer.rows.map { row in
            TablePage.Row(
                row.last.map { PageText.minute($0) } ?? "", row.ref.map { PageAddress.proposal($0) },
                [
                    row.account, [row.verb, row.transition].compactMap(\.self).joined(separator: " "),
                    row.ref ?? "", row.code,
                    row.reasons.joined(separator: ", "), "\(row.count)",
                ])
        }
        let section = TablePage.Section(
            tr("Refused acts"),
            columns: [
                tr("Last time"), tr("Account"), tr("Act"), tr("Proposal"), tr("Answer"), tr("Not met"), tr("Count"),
            ], rows: rows, empty: tr("None."))
        let older = PageAddress.path(["f", forum, "audit"], answer.end.next.map { [("refusals", $0)] } ?? [])
        return (section, answer.end.next == nil ? [] : [(tr("Older refusals"), older)])
    }
}

/// The whole record as a file that proves its own contents: `/f/FORUM/audit/bundle`, for those who may read all of it.
struct AuditFiles: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        _ = try await visit.audited(forum)
        let isWitnessed = visit.target.query.text("witnessed") == "true"
        return try await visit.bundle(
            Verbs.Export(subject: forum, witnessed: isWitnessed), name: PageAddress.bundleName(forum))
    }
}

extension Visit {
    /// A forum whose record is looked at: a trial that was closed too, for whoever may read all of that.
    func audited(_ forum: String) async throws(PageEnd) -> ShownForum {
        guard case .success(let closed) = await attempt(Verbs.Forums(closed: true)),
            let shown = closed.rows.first(where: { $0.forum == forum && $0.settings?.closed != nil })
        else { return try await self.forum(forum) }
        return shown
    }
}
