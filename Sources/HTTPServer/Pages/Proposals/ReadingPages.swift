import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Record
import WebPages

/// A proposal as it was at a version or a moment: `/p/REF@12`.
struct PastPages: Page {
    let ref: String
    let moment: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        var verb = Verbs.Replay(ref: ref)
        if let version = Int(moment), version > 0 {
            verb.version = version
        } else if let at = Instant(written: moment) {
            verb.at = at
        } else if let day = CivilDate(moment) {
            verb.at = Instant(startOf: day).advanced(byMicroseconds: Instant.microsecondsPerDay - 1)
        } else {
            throw .told(
                .badArgument, tr("“\(Visit.named(moment))” is no version and no moment."),
                advice: tr("Write \(ref + "@12") or \(ref + "@2026-03-01")."))
        }
        let newest = try await visit.proposal(ref).record?.version
        let proposal = try await visit.ask(verb).end
        var parts = ProposalPage.Parts(proposal)
        parts.newest = newest
        parts.definition = try await visit.definition(of: proposal)
        parts.partners = try await visit.partners(proposal.forum)
        parts.login = visit.who
        parts.past =
            verb.version.map { tr("This is \(proposal.ref) as it was at version \($0). It may have moved on since.") }
            ?? verb.at.map {
                tr("This is \(proposal.ref) as it was on \(made: PageText.minute($0)). It may have moved on since.")
            }
        return visit.page(ProposalPage.page(parts), forum: PageFrame.Forum(proposal))
    }
}

/// The way to a version that is chosen on a page: `/p/REF/at?version=12`.
struct VersionChoice: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let version = visit.target.query.text("version") ?? ""
        guard Int(version).map({ $0 > 0 }) == true else {
            throw .told(
                .badArgument, tr("“\(Visit.named(version))” is not the number of a version."),
                advice: tr("Write a number, such as 1."))
        }
        throw .redirect(PageAddress.proposal("\(ref)@\(version)"))
    }
}

/// The timeline of a proposal.
struct HistoryPages: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let after = visit.target.query.text("after").flatMap { Int($0) }
        let answer = try await visit.ask(
            Verbs.History(ref: ref, after: after, limit: 500), missing: Visit.noHistory(ref))
        let proposal = answer.end.proposal
        var before = JSONObject()
        if let after, after > 0 { before = try await visit.ask(Verbs.Replay(ref: ref, version: after)).end.fields }
        return visit.page(
            HistoryPage.page(
                answer, try await visit.definition(of: proposal), partners: try await visit.partners(proposal.forum),
                before: before), forum: PageFrame.Forum(proposal))
    }
}

/// What changed between two revisions: `/p/REF/diff/1..2`.
struct DifferencePages: Page {
    let ref: String
    let span: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let numbers = span.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
        guard numbers.count == 2, let from = numbers[0], let to = numbers[1] else {
            throw .told(
                .badArgument, tr("“\(Visit.named(span))” names no two revisions."),
                advice: tr("Write two numbers, such as 1..2."))
        }
        var verb = Verbs.History(ref: ref, limit: 1000)
        var events: [ShownEvent] = []
        var proposal = ShownProposal()
        repeat {
            let answer = try await visit.ask(verb, missing: Visit.noHistory(ref))
            events += answer.rows
            proposal = answer.end.proposal
            verb.after = answer.end.next
        } while verb.after != nil
        let page = DifferencePage.page(
            from: from, to: to, events, proposal, try await visit.definition(of: proposal),
            partners: try await visit.partners(proposal.forum))
        guard let page else {
            throw .missing(tr("\(proposal.ref) has no revisions \(from) and \(to)."))
        }
        return visit.page(page, forum: PageFrame.Forum(proposal))
    }
}

/// A proposal on paper.
struct PrintPages: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        let definition = try await visit.definition(of: proposal)
        let partners = proposal.isPublished ? [] : try await visit.partners(proposal.forum)
        return visit.page(PrintPage.page(proposal, definition, partners: partners), forum: PageFrame.Forum(proposal))
    }
}

/// A document that was filed on a proposal, to be kept.
struct DocumentPages: Page {
    let ref: String
    let digest: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        var bytes: [UInt8] = []
        var document = ShownDocument()
        var offset: Int? = 0
        while let from = offset {
            let part = try await visit.ask(
                Verbs.Fetch(ref: ref, digest: digest, offset: from),
                missing: tr("\(ref) has no document of this digest that you can see.")
            ).end
            guard let data = Base64.decode(part.data) else {
                throw .told(
                    .internal, tr("A part of the document could not be read."),
                    advice: tr("Open the page again; if it happens once more, tell your administrator."))
            }
            bytes += data
            document = part.document
            offset = part.next
        }
        // Whatever it is, it is saved and not shown: a page of this server is made here alone.
        let name = String(
            document.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_ ".contains($0)) ? $0 : "_" })
        return .kept(bytes, name: name)
    }
}
