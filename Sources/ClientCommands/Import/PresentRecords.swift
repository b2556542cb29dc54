import CanonicalJSON
import CivilTime
import Lifecycle
import LineClient
import LineProtocol

/// What a forum holds already of a list's records, whoever entered it: a key of a request is its account's alone, and another key of a
/// record is made with each correction.
struct PresentRecords {
    /// What became of a record before.
    enum Finding: Sendable, Hashable {
        case new
        /// It was entered from the very same source.
        case entered(ref: String, isAlike: Bool)
        /// The archive holds an activity of the same title, days and proposer, from another source.
        case alike(ref: String)
    }

    private struct Subject: Hashable {
        let title: String
        let starts: String?
        let ends: String?
        let proposer: String?

        /// Nil where no day is known: many activities of a list may be called the same.
        private init?(title: String?, starts: String?, ends: String?, proposer: String?) {
            guard let title, starts != nil || ends != nil else { return nil }
            self.title = title
            self.starts = starts
            self.ends = ends
            self.proposer = proposer
        }

        /// What a record says.
        init?(_ fields: JSONObject, proposer: JSONValue?) {
            self.init(
                title: fields["title"]?.string, starts: fields["starts"]?.string, ends: fields["ends"]?.string,
                proposer: proposer?.string)
        }

        /// A list says when it takes place now, a record what its text planned.
        init?(_ row: ListedProposal) {
            let planned = row.activity?.planned ?? ShownDays(row.starts, row.ends)
            self.init(
                title: row.title, starts: planned.starts?.description, ends: planned.ends?.description,
                proposer: row.standing?.proposer)
        }
    }

    private var refs: [Subject: [String]] = [:]
    private var shown: [String: ShownProposal] = [:]

    /// Looks up what the forum has of what is to be imported.
    init(_ imports: [Verbs.Import], in forum: String, _ session: ClientSession) async throws {
        let asked = Set(imports.compactMap(PresentRecords.subject))
        guard !asked.isEmpty else { return }
        for origin in ["archive", "live"] {
            var list = Verbs.List(forum: forum)
            list.origin = origin
            for row in try await session.pages(list).rows {
                guard let subject = Subject(row), asked.contains(subject) else { continue }
                refs[subject, default: []].append(row.ref)
            }
        }
        let found = refs.values.flatMap { $0 }
        let answers = try await Pipeline(session).run(
            try found.map { try ClientSession.request(Verbs.Show(ref: $0)) })
        for (ref, answer) in zip(found, answers) {
            if case .success(let object) = answer.result { shown[ref] = ShownProposal(object) }
        }
    }

    func finding(of asked: Verbs.Import) -> Finding {
        guard let subject = PresentRecords.subject(asked), let source = asked.source else { return .new }
        let present = (refs[subject] ?? []).compactMap { ref in shown[ref].map { (ref: ref, proposal: $0) } }
        let archived = present.filter { $0.proposal.origin == "archive" }
        if let same = present.first(where: { ($0.proposal.record?.source ?? .null) == source }) {
            // What was a draft then may have been revised since; and the server tidies values, but adds and drops no field.
            let isAlike =
                same.proposal.origin != "archive"
                || Set(same.proposal.fields.keys) == Set(asked.fields?.keys ?? [])
            return .entered(ref: same.ref, isAlike: isAlike)
        }
        return archived.first.map { .alike(ref: $0.ref) } ?? .new
    }

    private static func subject(_ asked: Verbs.Import) -> Subject? {
        asked.fields.flatMap { Subject($0, proposer: .optional(asked.partner)) }
    }
}
